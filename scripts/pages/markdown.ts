/** One column of a table: its heading, and what stands in it of a row. */
export interface Column<R> {
  readonly heading: string
  readonly cell: (row: R) => string
}

/** A table; columns in which nothing stands are left out. */
export function table<R>(rows: readonly R[], columns: readonly Column<R>[]): string {
  const filled = columns.filter(({ cell }) => rows.some((row) => cell(row) !== ''))
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(filled.map(({ heading }) => heading)),
    line(filled.map(() => '---')),
    ...rows.map((row) => line(filled.map(({ cell }) => cell(row).replaceAll('|', '\\|')))),
  ].join('\n')
}

/** Text as it is: what Markdown would read as emphasis or HTML is escaped outside of code. */
export function plain(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[*_<]/g, '\\$&')))
    .join('')
}

/** Text in code letters; nothing stays nothing. */
export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``
}

/** The address of a heading within its page, as GitHub makes it. */
export function anchor(heading: string): string {
  const letters = heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '')
  return `#${letters.replaceAll(' ', '-')}`
}

/** Parts in words: `a, b or c`. */
export function either(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} or ${last}`
}

/** A path as people write it: `lines[].ref` for a JSON Pointer. */
export function dotted(pointer: string): string {
  const keys = pointer.split('/').slice(1)
  return keys
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, key) => (key === '*' ? `${path}[]` : path === '' ? key : `${path}.${key}`), '')
}
