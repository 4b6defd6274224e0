import { systemEnv } from '@canonry/pack'
import pg from 'pg'
import { POSTGRES } from '../peers/database.js'
import { type Company, openCompany } from './company.js'
import { hasPostgres } from './open-store.js'
import { ingestTurns, newestOf } from './workloads.js'

/** How fast work goes on while somebody else holds a snapshot, so that nothing can be vacuumed. */
export interface HeldSnapshot {
  readonly seconds: number
  /** Facts a second that are applied, and whose effects are confirmed: before, and at the end of it. */
  readonly freely: number
  readonly held: number
  readonly violations: readonly string[]
}

const LEVELS = 1_000
const STEP = LEVELS
const LOOK_AGAIN_MS = 5
/** The part of the time at its end that is measured, in which most has piled up. */
const LAST_PART = 1 / 3

/** Applies and sends for some seconds freely, and for as long under a snapshot that is held. */
export async function heldSnapshot(seconds: number): Promise<HeldSnapshot> {
  await using company = openCompany('postgres', { shops: 1 })
  await using _ = await company.sync.start()
  let facts = 0
  const pace = async (): Promise<number> => {
    const start = performance.now()
    const from = start + seconds * 1_000 * (1 - LAST_PART)
    let counted = { at: start, facts }
    while (performance.now() < start + seconds * 1_000) {
      if (counted.at === start && performance.now() >= from) {
        counted = { at: performance.now(), facts }
      }
      await ingestTurns(company, { first: facts, count: STEP, levels: LEVELS })
      facts += STEP
      await told(company, facts)
    }
    return ((facts - counted.facts) * 1_000) / (performance.now() - counted.at)
  }
  const freely = await pace()
  const letGo = await holdSnapshot()
  const held = await pace()
  await letGo()
  const violations = company.ledger.judge(newestOf({ facts, levels: LEVELS }), ['shop-0'])
  return { seconds, freely, held, violations }
}

// asking the store what is left would be work of its own, and the more of it the more has ended
async function told({ ledger }: Company, facts: number): Promise<void> {
  const newest = newestOf({ facts, levels: LEVELS })
  while (ledger.judge(newest, ['shop-0']).length > 0) await systemEnv().sleep(LOOK_AGAIN_MS)
}

async function holdSnapshot(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: POSTGRES })
  await client.connect()
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  await client.query('SELECT count(*) FROM pg_class')
  return () => client.end()
}

/** Measures it for a minute each, and prints what was lost. */
export async function measureHeldSnapshot(): Promise<string> {
  if (!(await hasPostgres())) return 'no PostgreSQL to measure'
  return printHeldSnapshot(await heldSnapshot(60))
}

/** The target is less than 40 % lost. */
export function printHeldSnapshot({ seconds, freely, held, violations }: HeldSnapshot): string {
  if (violations.length > 0) return `A snapshot held for ${seconds} s: ${violations[0]}`
  const lost = Math.round((1 - held / freely) * 100)
  const verdict = lost < 40 ? 'reached' : 'MISSED'
  return `A snapshot held for ${seconds} s: ${Math.round(freely)} facts/s applied and sent before, ${Math.round(held)} facts/s in the last third of it, ${lost} % lost (target: 40 %, ${verdict}).`
}
