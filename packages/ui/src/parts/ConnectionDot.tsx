interface ConnectionDotProps {
  state: 'live' | 'polling' | 'reconnecting' | 'stale'
  word: string
}

export function ConnectionDot({ state, word }: ConnectionDotProps) {
  return (
    <p className={`ae-connection ae-connection-${state}`}>
      <span className="ae-connection-dot" aria-hidden="true" />
      {word}
    </p>
  )
}
