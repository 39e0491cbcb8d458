/** Draws itself once; the heading beside it says the same in words. */
export function DrawnCheck() {
  return (
    <svg className="ae-drawn-check" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <circle cx="32" cy="32" r="28" pathLength="1" />
      <path d="m20 33 8.5 8.5L45 25" pathLength="1" />
    </svg>
  )
}
