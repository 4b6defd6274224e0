import { BUGS, type Defect } from './defect.js'

/** A defect and what found it. */
export interface Row extends Pick<Defect, 'name' | 'bug'> {
  readonly of: string
  readonly killers: readonly string[]
}

const HEAD = `# Defects that the contract kit finds

Mistakes of the kinds that real integrations shipped, planted one by one into mappings that are right. The kit finds every one of them; the last column says with what. It is made by \`packages/pack/test/mapping-defects.test.ts\`, which fails when a defect survives or this page is stale: each run looks for the cheapest of what finds a defect, the nightly run for everything. \`CANONRY_UPDATE_DEFECTS=1\` writes it anew.

Of the laws only the first that breaks is named. A mistake that is made the same way in both directions breaks none: reviewed results, the model's invariants and coverage of the official specification are there for those.
`

/** The page of all defects. */
export function printDefects(rows: readonly Row[]): string {
  const groups = [...new Set(rows.map(({ of }) => of))].map((of) => {
    const own = rows.filter((row) => row.of === of).map(printRow)
    const head = '| defect | kind of bug | found by |\n| --- | --- | --- |'
    return `## In the mapping of ${withArticle(of)}\n\n${head}\n${own.join('\n')}\n`
  })
  const lawless = rows.filter(({ killers }) => !killers.some((killer) => killer.startsWith('law')))
  const counted = `${rows.length} defects, of which ${lawless.length} break no law.\n`
  return [HEAD, counted, ...groups].join('\n')
}

/** What the page says of each defect that it was found by, in the order of the page. */
export function killersOnPage(page: string): readonly (readonly string[])[] {
  // the two lines that head each table are no defects
  const rows = page.matchAll(/^\| (?!defect \||---).+ \| (.+) \|$/gm)
  return Array.from(rows, ([, killers = '']) => killers.split(', '))
}

function withArticle(of: string): string {
  return of.startsWith('a ') ? of : `a ${of}`
}

function printRow({ name, bug, killers }: Row): string {
  const [title, report] = BUGS[bug]
  return `| ${name} | ${title}${report ? ` (${report})` : ''} | ${killers.join(', ')} |`
}
