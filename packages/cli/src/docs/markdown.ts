import { visible } from './visible.js'

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

/** Text as it is, on one line: what Markdown would read as its own is escaped outside of code. */
export function plain(text: string): string {
  return oneLine(text)
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_<[\]`]/g, '\\$&')))
    .join('')
}

/** Text in code letters; nothing stays nothing. */
export function code(text: string): string {
  if (text === '') return ''
  const line = oneLine(text)
  // a text with backquotes needs a fence of more of them
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const space = longest === 0 ? '' : ' '
  return `${fence}${space}${line}${space}${fence}`
}

/** The address of a heading within its page, as GitHub makes it. */
export function anchor(heading: string): string {
  const letters = heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '')
  return `#${letters.replaceAll(' ', '-')}`
}

function oneLine(text: string): string {
  return visible(text).replace(/\s+/g, ' ')
}
