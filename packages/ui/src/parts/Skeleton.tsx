type Shape = 'card' | 'person' | 'times' | 'lines' | 'calendar'

const counts: Record<Shape, number> = { card: 3, person: 3, times: 12, lines: 4, calendar: 1 }

/** The shape of what is coming. The style sheet keeps it invisible for its first 150 ms. */
export function Skeleton({ shape, label }: { shape: Shape; label: string }) {
  const pieces = Array.from({ length: counts[shape] }, (_, index) => index)
  return (
    <div className={`ae-skeleton ae-skeleton-${shape}`} role="status">
      <span className="ae-visually-hidden">{label}</span>
      {pieces.map((piece) => (
        <span key={piece} className="ae-skeleton-piece" aria-hidden="true" />
      ))}
    </div>
  )
}
