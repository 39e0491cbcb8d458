const initialsOf = (name: string) => {
  const words = name.split(/\s+/).filter(Boolean)
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words
  return ends
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase()
}

/** Decorative: the name stands beside it. */
export function Avatar({ name, photoUrl }: { name: string; photoUrl?: string | null | undefined }) {
  return (
    <span className="ae-avatar" aria-hidden="true">
      {photoUrl ? (
        <img src={photoUrl} alt="" width="48" height="48" loading="lazy" decoding="async" />
      ) : (
        initialsOf(name)
      )}
    </span>
  )
}
