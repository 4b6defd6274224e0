import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openCompany } from './company.js'
import { levelDocument } from './depot.js'

/** Whether a worker's memory stays what it was while facts go through. */
export interface FlatMemory {
  readonly facts: number
  /** Heap in use after the first tenth of the facts, and after all of them; megabytes. */
  readonly earlyMb: number
  readonly lateMb: number
  /** What the process holds of the machine's memory at the same moments; megabytes. */
  readonly earlyRssMb: number
  readonly lateRssMb: number
}

const BATCH = 1_000
const LEVELS = 1_000

/** Lets facts go through a durable store, and looks at the heap on the way. */
export async function flatMemory(facts: number): Promise<FlatMemory> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  await using company = openCompany('sqlite')
  await using _ = await company.sync.start()
  const readings: Reading[] = []
  for (let first = 0; first < facts; first += BATCH) {
    const documents = Array.from({ length: BATCH }, (_, index) => {
      const turn = first + index
      return levelDocument(turn % LEVELS, 1 + Math.floor(turn / LEVELS))
    })
    await company.sync.ingest('depot', documents)
    if ((first / BATCH) % Math.max(1, facts / BATCH / 10) !== 0) continue
    await company.idle()
    collect()
    readings.push(reading())
  }
  const [first = reading(), early = first] = readings
  const late = readings.at(-1) ?? early
  const [earlyMb, lateMb] = [early.heapMb, late.heapMb]
  return { facts, earlyMb, lateMb, earlyRssMb: early.rssMb, lateRssMb: late.rssMb }
}

type Reading = ReturnType<typeof reading>

function reading() {
  const { heapUsed, rss } = process.memoryUsage()
  return { heapMb: heapUsed / 2 ** 20, rssMb: rss / 2 ** 20 }
}
