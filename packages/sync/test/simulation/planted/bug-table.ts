import type { Found } from './find-bug.js'
import type { PlantedBug, PlantedBugs } from './planted-bug.js'

/** A planted bug and what found it. */
export interface Row extends Found {
  readonly of: PlantedBugs['of']
  readonly name: PlantedBug['name']
}

const HEAD = `# Bugs that simulation finds

Mistakes of the kinds that real stores, connectors, flows and packs had, planted one by one into doubles of them; the product has no switch for any. Each is found by one of the first 1,000 seeds of the [simulation](simulate-your-flows.md), at least half of them by one of the first ten. The seeds are those of the day on which this page was written: whatever changes the number of calls changes them too.

\`packages/sync/test/simulation/planted-bugs.test.ts\` plants and finds them; it fails when one survives, or is missing here. \`CANONRY_UPDATE_PLANTED_BUGS=1\` writes this page anew.
`

const NOTE = `## What is no bug here

Doubles that forget what the core can bear are not found, because nothing comes of it: a store that shows a fact twice (the cursor refuses it), hands out the second of a lane (a lane is its head), or leases more than a connection bears (each call waits for its turn).
`

/** The page of all planted bugs. */
export function printBugs(rows: readonly Row[]): string {
  const groups = [...new Set(rows.map(({ of }) => of))].map((of) => {
    const own = rows.filter((row) => row.of === of).map(printRow)
    const head = '| it … | found by | at seed |\n| --- | --- | --- |'
    return `## In ${of}\n\n${head}\n${own.join('\n')}\n`
  })
  const early = rows.filter(({ seed }) => seed <= 10).length
  const counted = `${rows.length} bugs, of which ${early} are found by one of the first ten seeds.\n`
  return [HEAD, counted, ...groups, NOTE].join('\n')
}

function printRow({ name, invariant, seed }: Row): string {
  return `| ${name} | ${invariant} | ${seed} |`
}
