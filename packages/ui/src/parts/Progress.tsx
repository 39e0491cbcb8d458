interface ProgressProps {
  /** Whole words, such as "Step 3 of 7 · Choose a day". */
  text: string
  step: number
  of: number
}

export function Progress({ text, step, of }: ProgressProps) {
  return (
    <div className="ae-progress">
      <p className="ae-progress-text">{text}</p>
      <div className="ae-progress-track" aria-hidden="true">
        <div className="ae-progress-bar" style={{ transform: `scaleX(${step / of})` }} />
      </div>
    </div>
  )
}
