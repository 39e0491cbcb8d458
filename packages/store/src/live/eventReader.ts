export interface EventListener {
  onEvent(name: string, data: string): void
  onRetry(milliseconds: number): void
}

/**
 * Reads `text/event-stream` (HTML, 9.2.6) from pieces that end anywhere. Comments and ids are passed over: every event
 * here tells a whole day, so there is nothing to resume. Lines end in LF or CRLF; a lone CR is left to others.
 */
export function createEventReader({ onEvent, onRetry }: EventListener): (piece: string) => void {
  let rest = ''
  let name = ''
  let data: string[] = []

  const takeLine = (line: string) => {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? []
    if (line === '') {
      if (data.length > 0) onEvent(name, data.join('\n'))
      name = ''
      data = []
    } else if (field === 'event') name = value
    else if (field === 'data') data.push(value)
    else if (field === 'retry' && /^\d+$/.test(value)) onRetry(Number(value))
  }

  return (piece) => {
    const lines = (rest + piece).split(/\r?\n/)
    rest = lines.pop() ?? ''
    for (const line of lines) takeLine(line)
  }
}
