import { type Env, systemEnv } from '@canonry/pack'
import type { Store } from '../../store/store.js'
import type { Sync } from '../../sync-api.js'
import { createDraws } from '../simulation/draws.js'
import { crashCompany } from './crash-company.js'
import { crashFact } from './crash-fact.js'
import { type CrashSetting, openAcknowledged } from './crash-setting.js'
import { sharedClock } from './deed.js'

const AGAIN_MS = 200
// of the machine's own time: a fast clock is for waits, not for work
const GAP_MS = 60
const LARGEST_BATCH = 6
const LONGEST_SETTLING_MS = 120_000
const TOLD = 5

/** What the process that waits for the end writes to its standard output. */
export interface Settled {
  readonly tenant: string
  /** Facts, reads and effects that are not done in the end. */
  readonly left: number
  /** Exceptions that are open. */
  readonly open: number
  /** What the first of them say. */
  readonly told?: readonly string[]
  /** Facts in the journal. */
  readonly received: number
}

/**
 * The whole program that a crash run starts, kills and starts again: `await crashProgram(sqlite)`.
 *
 * `openStore` opens the store that lies at a location: a file, or the address of a server.
 */
export async function crashProgram(
  openStore: (location: string) => Store | Promise<Store>,
): Promise<void> {
  const setting = JSON.parse(process.argv[2] ?? '') as CrashSetting
  const env = systemEnv(setting.clock)
  const store = await openStore(setting.location)
  const sync = crashCompany(setting, { store, env })
  if (setting.role === 'work') await work(sync, env)
  if (setting.role === 'send') await send(sync, setting)
  if (setting.role === 'settle') await settle(sync, setting)
}

/** Works whenever no other process does. */
async function work(sync: Sync, env: Env): Promise<never> {
  for (;;) {
    try {
      const worker = await sync.start()
      await worker.ended
      await worker.stop()
    } catch {
      // another one works
    }
    await env.sleep(AGAIN_MS)
  }
}

/** Sends fact after fact, and goes on behind what was acknowledged in an earlier life. */
async function send(sync: Sync, setting: CrashSetting): Promise<never> {
  const { folder, tenant, seed, life } = setting
  const acknowledged = openAcknowledged(folder, tenant)
  const chance = createDraws(seed).stream(`batches of ${life}`)
  let sent = acknowledged.read().at(-1)?.version ?? 0
  for (;;) {
    const count = 1 + Math.floor(chance() * LARGEST_BATCH)
    const facts = Array.from({ length: count }, (_, index) => crashFact(setting, sent + index + 1))
    const documents = facts.map(({ document }) => document)
    // as one batch, or each on its own and all at once
    const batches = chance() < 0.5 ? [documents] : documents.map((document) => [document])
    try {
      await Promise.all(batches.map((batch) => sync.ingest('depot', batch)))
      for (const { source, version } of facts) {
        acknowledged.append({ tenant, source, version, at: sharedClock() })
      }
      sent += count
    } catch {
      // the store did not take them: they are sent again
    }
    await systemEnv().sleep(GAP_MS)
  }
}

/** Waits until nothing is left to do, and says what is left after all. */
async function settle(sync: Sync, { tenant }: CrashSetting): Promise<void> {
  const began = sharedClock()
  let left = Number.POSITIVE_INFINITY
  while (left > 0 && sharedClock() - began < LONGEST_SETTLING_MS) {
    await systemEnv().sleep(AGAIN_MS)
    const { facts, reads, effects, waiting } = await sync.backlog()
    left = facts + reads + effects + waiting
  }
  const exceptions = await sync.exceptions({ state: 'open' })
  const { 'facts.received': received = 0 } = await sync.counters()
  const told = exceptions.slice(0, TOLD).map(({ reason, message }) => `${reason}: ${message}`)
  const settled: Settled = { tenant, left, open: exceptions.length, told, received }
  process.stdout.write(JSON.stringify(settled))
  await sync.close()
}
