import { readFileSync, writeFileSync } from 'node:fs'

/** Puts what was measured into a page, between the marks `<!-- bench: name -->` and `<!-- end -->`. */
export function writeInto(
  page: string,
  { name, reading }: { readonly name: string; readonly reading: string },
): void {
  const text = readFileSync(page, 'utf8')
  const [first, last] = [`<!-- bench: ${name} -->`, '<!-- end -->']
  const from = text.indexOf(first)
  const to = text.indexOf(last, from)
  if (from < 0 || to < 0)
    throw new Error(`${page} has no place for ${name}: write ${first} and ${last}`)
  // the page has a title of its own
  const body = reading.replace(/^# .*\n+/, '')
  writeFileSync(page, `${text.slice(0, from + first.length)}\n\n${body}\n\n${text.slice(to)}`)
}
