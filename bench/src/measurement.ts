/** One line of the table. */
export interface Row {
  readonly what: string
  readonly measured: string
  /** What the same machine does without the product, in the same run. */
  readonly reference?: string
  readonly bound?: string
  /** Whether the bound holds; left out where there is none, or where nothing could be measured. */
  readonly holds?: boolean
}

export interface Measurement {
  readonly name: string
  measure(): Promise<readonly Row[]>
}

const HEAD = ['measurement', 'what', 'measured', 'reference', 'bound', '']

function verdict({ holds }: Row): string {
  if (holds === undefined) return ''
  return holds ? 'holds' : '**missed**'
}

/** One table of Markdown, its columns padded so that it can be read in a terminal too. */
export function formatTable(results: readonly { readonly name: string; readonly row: Row }[]): string {
  const lines = results.map(({ name, row }) => [
    name,
    row.what,
    row.measured,
    row.reference ?? '',
    row.bound ?? '',
    verdict(row),
  ])
  const widths = HEAD.map((head, column) =>
    Math.max(3, head.length, ...lines.map((line) => line[column]?.length ?? 0)),
  )
  const format = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [format(HEAD), rule, ...lines.map(format)].join('\n')
}
