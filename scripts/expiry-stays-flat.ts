/**
 * A nightly proof on PostgreSQL: what is remembered to tell duplicates expires after 35 days, and bodies
 * of facts and of effects by their age, and the tables that hold them grow no more, however many facts
 * come. `expiry-stays-flat.ts <facts> <rounds>`.
 */
import { randomUUID } from 'node:crypto'
import { postgres } from '@canonry/store-postgres'
import { DEDUPE_MS, DROPPED_AT_ONCE, emptyCommit, shardOf } from '@canonry/sync'
import pg from 'pg'
import { SERVER, serverIsMissing } from '../packages/store-postgres/test/postgres-server.js'
import { effectOf, factOf, inserts, START } from '../packages/sync/src/testing/conformance/bench.js'

const missing = await serverIsMissing()
if (missing) {
  console.warn(missing)
  process.exit()
}
const [facts = 1_000_000, rounds = 4] = process.argv.slice(2).map(Number)
const AT_ONCE = 1_000
// against the second round: pages of an index that were emptied are used again a round later
const GROWTH_BOUND = 1.1
const TABLES = ['dedupe', 'fact_body', 'fact_subject', 'effect_body'] as const
type Table = (typeof TABLES)[number]
const body = new TextEncoder().encode(JSON.stringify({ note: 'x'.repeat(500) }))
const schema = `expiry_${randomUUID().replaceAll('-', '')}`
const admin = new pg.Client({ connectionString: SERVER })
await admin.connect()
const store = postgres(SERVER, { schema })
const tenant = store.open('acme')
let now = START
const claim = { kind: 'claim', now, worker: 'worker-1' } as const
const { epoch } = (await tenant.maintain(claim))._unsafeUnwrap()
const cursors = new Map<number, number>()

async function sizeOf(table: string): Promise<number> {
  const { rows } = await admin.query('SELECT pg_total_relation_size($1) AS size', [
    `${schema}.${table}`,
  ])
  return Number(rows[0].size)
}

async function countOf(table: string): Promise<number> {
  const { rows } = await admin.query(`SELECT count(*) AS rows FROM ${schema}.${table}`)
  return Number(rows[0].rows)
}

/** Facts about one order each, processed, and an effect of each that has ended. */
async function hear(): Promise<void> {
  const ids = Array.from({ length: AT_ONCE }, () => randomUUID())
  const facts = ids.map((id) => {
    const subjects = [`shop/acme/Order/${id}`, `shop/acme/Customer/${id}`]
    const shard = shardOf('shop', id)
    const told = { shard, hash: id, eventId: id, routingKey: id, body, size: body.length }
    return factOf({ ...told, receivedAt: now, subjects })
  })
  const heard = (await tenant.append({ now, facts, counts: {} }))._unsafeUnwrap()
  const moved = new Map(cursors)
  for (const each of heard) {
    if (each.kind !== 'duplicate') moved.set(each.shard, each.seq)
  }
  const ended = { state: 'confirmed', plannedAt: now, updatedAt: now } as const
  const commit = {
    ...emptyCommit(now),
    epoch,
    cursors: [...moved].map(([shard, to]) => ({ shard, from: cursors.get(shard) ?? 0, to })),
    effects: inserts(...ids.map((id) => effectOf(id, ended))),
  }
  ;(await tenant.commit(commit))._unsafeUnwrap()
  for (const [shard, to] of moved) cursors.set(shard, to)
}

const sizes = new Map<Table, number[]>(TABLES.map((table) => [table, []]))
for (let round = 1; round <= rounds; round += 1) {
  for (let sent = 0; sent < facts / rounds; sent += AT_ONCE) await hear()
  const keys = await countOf('dedupe')
  for (const table of TABLES) sizes.get(table)?.push(await sizeOf(table))
  now += DEDUPE_MS + 1
  const expire = { facts: now - DEDUPE_MS, effects: now - DEDUPE_MS }
  // a lap and a half, wherever the last one ended
  for (let beat = 0; beat <= (1.5 * keys) / DROPPED_AT_ONCE + 2; beat += 1) {
    const beaten = await tenant.maintain({ kind: 'beat', epoch, now, expire })
    if (beaten.isErr()) throw new Error(beaten.error.message)
  }
  for (const table of TABLES) {
    // as the server does by itself, some time later
    await admin.query(`VACUUM ${schema}.${table}`)
    const left = await countOf(table)
    const size = sizes.get(table)?.at(-1) ?? 0
    const sent = (round * facts) / rounds
    console.log(
      `${sent} facts: ${table} ${Math.round(size / 1e6)} MB, ${left} rows after they expired`,
    )
    if (left > 0) throw new Error(`rows of ${table} are left that have expired`)
  }
  console.log(`journal ${Math.round((await sizeOf('fact')) / 1e6)} MB`)
}
const growths = [...sizes].map(([table, all]) => {
  const growth = Math.max(...all) / (all[1] ?? 0)
  console.log(`the largest ${table} was ${growth.toFixed(2)} × the second`)
  return growth
})
await store.close().match(
  () => undefined,
  ({ message }) => console.warn(message),
)
await admin.query(`DROP SCHEMA ${schema} CASCADE`)
await admin.end()
process.exit(Math.max(...growths) <= GROWTH_BOUND ? 0 : 1)
