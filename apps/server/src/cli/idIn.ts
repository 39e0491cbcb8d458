/** The number of something, or undefined where the word is none. */
export function idIn(word: string | boolean | undefined): number | undefined {
  return typeof word === 'string' && /^[1-9]\d{0,14}$/.test(word) ? Number(word) : undefined
}
