import { type Instant, instantMs, parseInstant } from '@canonry/model'
import { instantOf } from '../effects/effect-notes.js'
import { connectionOf } from '../receive/ingest.js'
import { answered } from '../store/answered.js'
import { emptyCommit } from '../store/empty-commit.js'
import { type By, checkBy } from './act.js'
import type { People } from './people.js'

/** What a pause is asked with. */
export interface PauseRequest extends By {
  /** When it ends by itself; default: when somebody ends it. */
  readonly until?: Instant
}

/** Lets a connection rest, or changes why and until when it rests. */
export async function pauseConnection(
  people: People,
  { connection, request }: { connection: string; request: PauseRequest },
): Promise<void> {
  checkBy(request)
  const now = people.env.now()
  const { actor, why, until } = request
  const end = until === undefined ? {} : { until: endOf(until, now) }
  const event = { kind: 'rest', pause: { actor, why, since: now, ...end } } as const
  await change(people, { kind: 'pause', connection, event, by: { actor, why }, now })
}

/** Lets a connection go on. */
export async function unpauseConnection(
  people: People,
  { connection, by }: { connection: string; by: By },
): Promise<void> {
  checkBy(by)
  const { actor, why } = by
  const now = people.env.now()
  const event = { kind: 'wake' } as const
  await change(people, { kind: 'unpause', connection, event, by: { actor, why }, now })
}

function endOf(until: Instant, now: number): number {
  const end = parseInstant(until).match(instantMs, () => Number.NaN)
  if (end > now) return end
  throw new Error(
    `a pause cannot end at ${until}: give an instant that is still to come, with its offset`,
  )
}

async function change(
  { env, store, deciding, heard }: People,
  {
    kind,
    connection,
    event,
    by,
    now,
  }: {
    kind: 'pause' | 'unpause'
    connection: string
    event: NonNullable<Parameters<People['store']['commit']>[0]['gates']>[number]['event']
    by: By
    now: number
  },
): Promise<void> {
  connectionOf(deciding.connections, connection)
  const act = { id: env.uuid(), kind, about: connection, at: instantOf(now), ...by }
  const gates = [{ connection, event }]
  await answered(store.commit({ ...emptyCommit(now), gates, acts: [act] }))
  heard()
}
