import { systemEnv } from '@canonry/pack'
import { postgres } from '@canonry/store-postgres'
import { type Commit, type Effect, emptyCommit, type TenantStore } from '@canonry/sync'
import type { ResultAsync } from 'neverthrow'
import type { Place } from '../peer.js'

/** The tenant whose jobs are measured. */
export const TENANT = 'acme'

const DAY_MS = 86_400_000
const ROWS = 2_000

/** Writes effects through the store's port: no flow plans a million writes for tomorrow. */
export async function fillStore(
  place: Place,
  { future, parked }: { future: number; parked: number },
): Promise<void> {
  const store = postgres(place.postgres)
  const tenant = store.open(TENANT)
  const now = systemEnv().now()
  const { epoch } = await got(tenant.maintain({ kind: 'claim', now, worker: 'filler' }))
  const at = { tenant, epoch, now }
  await write(at, { prefix: 'parked', count: parked, change: { state: 'exception' } })
  const later = { state: 'retry-at', runAt: now + DAY_MS } as const
  await write(at, { prefix: 'future', count: future, change: later })
  await got(tenant.maintain({ kind: 'release', epoch }))
  await got(store.close())
}

interface Filling {
  readonly tenant: TenantStore
  readonly epoch: number
  readonly now: number
}

async function write(
  { tenant, epoch, now }: Filling,
  { prefix, count, change }: { prefix: string; count: number; change: Partial<Effect> },
): Promise<void> {
  for (let first = 0; first < count; first += ROWS) {
    const size = Math.min(ROWS, count - first)
    const effects = Array.from({ length: size }, (_, index): Commit['effects'][number] => ({
      kind: 'insert',
      effect: { ...effectOf(`${prefix}-${first + index}`, now), ...change },
    }))
    await got(tenant.commit({ ...emptyCommit(now), epoch, effects }))
  }
}

function effectOf(key: string, now: number): Effect {
  return {
    key: `shop-0|upsert|${key}`,
    kind: 'upsert',
    connection: 'shop-0',
    entity: 'stockPosition',
    id: key,
    source: { system: 'depot', account: 'depot', kind: 'Level', id: key },
    flow: 'levels',
    class: 'high',
    state: 'planned',
    fence: 0,
    revision: 1,
    bodyHash: 'body',
    attempts: 0,
    probes: 0,
    runAt: now,
    dueAt: now + 2 * DAY_MS,
    plannedAt: now,
    updatedAt: now,
    after: [],
    body: { id: key },
  }
}

async function got<T>(answer: ResultAsync<T, { readonly message: string }>): Promise<T> {
  return (await answer).match(
    (value) => value,
    ({ message }) => {
      throw new Error(message)
    },
  )
}
