/** A Markdown table whose first column is text and whose others are numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = head.map((_, column) => (column === 0 ? '---' : '---:'))
  return [head, line, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** A number without places; a dash where there is none. */
export function whole(value: number): string {
  return Number.isNaN(value) ? '–' : Math.round(value).toLocaleString('en-US')
}

/** A number with one place below a hundred; a dash where there is none. */
export function micros(value: number): string {
  return Number.isNaN(value) || Math.abs(value) >= 100 ? whole(value) : value.toFixed(1)
}
