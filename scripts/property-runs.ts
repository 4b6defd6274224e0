/**
 * The long proof of the properties: all tests again, with other made-up values each time, all peers
 * under faults, and everything that finds a planted mapping defect.
 * `npm run nightly` prints each seed; `PROPERTY_SEED=<seed> npm test` repeats it.
 */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'

const RUNS = 3
const failed: number[] = []

for (let run = 0; run < RUNS; run += 1) {
  const seed = randomInt(2 ** 31)
  console.log(`all tests with PROPERTY_SEED=${seed}`)
  const whole = { BENCH_PEERS: 'all', DEFECT_KILLERS: 'all' }
  const env = { ...process.env, ...whole, PROPERTY_SEED: String(seed) }
  const command = ['vitest', 'run', '--config', 'vitest.workspace.ts', '--reporter=dot']
  if (spawnSync('npx', command, { env, stdio: 'inherit' }).status !== 0) failed.push(seed)
}
if (failed.length > 0) console.log(`failed with PROPERTY_SEED ${failed.join(', ')}`)
process.exit(failed.length === 0 ? 0 : 1)
