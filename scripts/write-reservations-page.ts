/**
 * Writes docs/reservations.md: what the property of reservations was tried with. The tests hold the page.
 *
 * With `--runs` or `--seed` it prints the table for those instead: `npm run reservations -- --runs 1000`.
 */
import { parseArgs } from 'node:util'
import { PLANTED } from '../packages/flows/test/stock/reservations/planted.js'
import {
  printStatistics,
  RUNS,
  SEED,
  tryReservations,
} from '../packages/flows/test/stock/reservations/statistics.js'
import { keepPage } from './pages/keep-pages.js'

const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, write: { type: 'boolean' } },
})
const [runs, seed] = [Number(values.runs ?? RUNS), Number(values.seed ?? SEED)]
const statistics = await tryReservations({ runs, seed })
const table = printStatistics(statistics)
if (statistics.failure !== undefined) {
  console.error(statistics.failure)
  process.exitCode = 1
}
if (values.write) keepPage('docs/reservations.md', page())
else console.log(`${runs} cases, seed ${seed}\n\n${table}`)

function page(): string {
  return `# What reservations are tried with

A property is worth what its cases reach. [Reservations](overselling.md) promise that all that is promised of an item is never more than may be, whoever asks at the same time; this is what that was tried with.

A case is a retailer with three items, one to three processes on one store that answers after pauses of its own, and up to nine carts. At each of its moments up to ten things are done at once: carts ask for one to four lines, let go, become orders and are sent; tills sell, late or by a clock that is ahead; people count. Between moments it waits for minutes, or until the very moment at which a hold ends, or the millisecond before.

Each case is judged by what the store has committed, in that order, in books that share no code with the ledger:

- whenever something is promised to a cart, all that is promised by then is no more than lies there, less the safety stock;
- a cart gets all of its lines in one step, or none, and is answered what was done;
- a cart that is refused is told what was missing at a moment between its question and the answer: nobody is refused in vain;
- in the end the ledger has the numbers of the books.

What is promised can become more than may be in other ways: somebody counts less, a till sells it, or a buyer orders what was kept for them no longer. Such cases are among these, and from then on nothing more is promised.

## Reached

${RUNS} cases of the seed that every test run tries; a test fails when one of these is reached by none, whatever the seed. \`npm run reservations -- --runs 1000 --seed 7\` prints the same for others.

${table}

## Found

The same cases find each of these mistakes, planted in reservations that are otherwise as they are:

${PLANTED.map(({ name }) => `- one that ${name}`).join('\n')}

They found one that nobody had planted: a till whose clock was ahead, and which sold a piece, ended what was kept for carts.
`
}
