/**
 * The long proof that nothing piles up: days of a small retailer, one after the other, in one process
 * of the service. Its books and its stock must agree, and what lives on its heap in the last quarter of
 * the time must be no more than in the second one, but for a fifth: memories with a bound still fill.
 *
 * `node scripts/run.mjs scripts/soak.ts [days] [speed]`; by default six days in a quarter of an hour.
 */
import { readArguments } from '../examples/orders-to-erp/arguments.js'
import { runOrdersToErp } from '../examples/orders-to-erp/run-orders-to-erp.js'

const MORE_AT_MOST = 1.2

const [days = 6, speed = 600] = process.argv.slice(2).map(Number)
const amounts = ['--days', `${days}`, '--orders', `${500 * days}`]
const run = readArguments(['--plain', ...amounts, '--speed', `${speed}`])
const { agree, memory, summary } = await runOrdersToErp(run)
const [second, last] = [quarter(1), quarter(3)]
const isFlat = last <= MORE_AT_MOST * second
console.log(summary)
console.log(
  `${second.toFixed(1)} MiB in use in the second quarter, ${last.toFixed(1)} MiB in the last one: ${isFlat ? 'flat' : 'MORE'}`,
)
process.exit(agree && isFlat ? 0 : 1)

/** The least that was in use in a quarter of the time, MiB: what it is above that may be rubbish. */
function quarter(number: number): number {
  const from = Math.floor((memory.length * number) / 4)
  const until = Math.max(from + 1, Math.floor((memory.length * (number + 1)) / 4))
  return Math.min(...memory.slice(from, until).map(({ inUse }) => inUse)) / 1_048_576
}
