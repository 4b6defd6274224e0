/**
 * The first of the long proofs: the whole job under chaos with seeds 1 to 20, each compared with the
 * same job without chaos. `npm run nightly -- <first> <last>` runs other seeds.
 */
import { readArguments } from '../examples/orders-to-erp/arguments.js'
import { runOrdersToErp } from '../examples/orders-to-erp/run-orders-to-erp.js'

const [first = 1, last = 20] = process.argv.slice(2).map(Number)
let failed = 0

for (let seed = first; seed <= last; seed += 1) {
  const calm = await runOrdersToErp(readArguments(['--plain', '--seed', `${seed}`]))
  const rough = await runOrdersToErp(readArguments(['--plain', '--seed', `${seed}`, '--chaos']))
  const same = JSON.stringify(calm.endState) === JSON.stringify(rough.endState)
  const passed = calm.agree && rough.agree && same
  if (!passed) {
    failed += 1
    console.log(rough.summary)
  }
  const verdict = passed ? 'books agree, same end state' : 'FAILED'
  console.log(`seed ${seed}: ${rough.endState.length} sales orders, ${verdict}`)
}
console.log(`${last - first + 1 - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
