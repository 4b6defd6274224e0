/**
 * A nightly proof on PostgreSQL: what is remembered to tell duplicates expires after 35 days, and the
 * tables that hold it grow no more, however many facts come. `expiry-stays-flat.ts <facts> <rounds>`.
 */
import { randomUUID } from 'node:crypto'
import { postgres } from '@canonry/store-postgres'
import { DEDUPE_MS, DROPPED_AT_ONCE } from '@canonry/sync'
import pg from 'pg'
import { SERVER, serverIsMissing } from '../packages/store-postgres/test/postgres-server.js'
import { factOf, START } from '../packages/sync/src/testing/conformance/bench.js'

const missing = await serverIsMissing()
if (missing) {
  console.warn(missing)
  process.exit()
}
const [facts = 1_000_000, rounds = 4] = process.argv.slice(2).map(Number)
const AT_ONCE = 1_000
// against the second round: pages of an index that were emptied are used again a round later
const GROWTH_BOUND = 1.1
const body = new TextEncoder().encode('{}')
const schema = `expiry_${randomUUID().replaceAll('-', '')}`
const admin = new pg.Client({ connectionString: SERVER })
await admin.connect()
const store = postgres(SERVER, { schema })
const tenant = store.open('acme')
let now = START
const claim = { kind: 'claim', now, worker: 'worker-1' } as const
const { epoch } = (await tenant.maintain(claim))._unsafeUnwrap()

async function sizeOf(table: string): Promise<number> {
  const { rows } = await admin.query('SELECT pg_total_relation_size($1) AS size', [
    `${schema}.${table}`,
  ])
  return Number(rows[0].size)
}

async function remembered(): Promise<number> {
  const { rows } = await admin.query(`SELECT count(*) AS keys FROM ${schema}.dedupe`)
  return Number(rows[0].keys)
}

const sizes: number[] = []
for (let round = 1; round <= rounds; round += 1) {
  for (let sent = 0; sent < facts / rounds; sent += AT_ONCE) {
    const fresh = Array.from({ length: AT_ONCE }, () => {
      const id = randomUUID()
      return factOf({ hash: id, eventId: id, routingKey: id, body, size: body.length })
    })
    const answer = await tenant.append({ now, facts: fresh, counts: {} })
    if (answer.isErr()) throw new Error(answer.error.message)
  }
  const keys = await remembered()
  const size = await sizeOf('dedupe')
  sizes.push(size)
  now += DEDUPE_MS + 1
  // a lap and a half, wherever the last one ended
  for (let beat = 0; beat <= (1.5 * keys) / DROPPED_AT_ONCE + 2; beat += 1) {
    const beaten = await tenant.maintain({ kind: 'beat', epoch, now })
    if (beaten.isErr()) throw new Error(beaten.error.message)
  }
  // as the server does by itself, some time later
  await admin.query(`VACUUM ${schema}.dedupe`)
  const left = await remembered()
  const journal = (await sizeOf('fact')) + (await sizeOf('fact_body'))
  console.log(
    `${(round * facts) / rounds} facts: ${keys} keys in ${Math.round(size / 1e6)} MB, ${left} after they expired; journal ${Math.round(journal / 1e6)} MB`,
  )
  if (left > 0) throw new Error('keys are left that have expired')
}
const growth = Math.max(...sizes) / (sizes[1] ?? 0)
console.log(`the largest was ${growth.toFixed(2)} × the second`)
await store.close().match(
  () => undefined,
  ({ message }) => console.warn(message),
)
await admin.query(`DROP SCHEMA ${schema} CASCADE`)
await admin.end()
process.exit(growth <= GROWTH_BOUND ? 0 : 1)
