import {
  type BodyLabel,
  type Effect,
  type EffectRow,
  END_STATES,
  HELD_STATES,
  LEASABLE_STATES,
  standingOf,
} from '@canonry/sync'
import { labelColumn, labelIn, subjectIn } from './label.js'
import type { SqlRow } from './pool-like.js'
import { parsed, type Scope } from './scope.js'
import { columnsOf } from './sql.js'

/** Fences and states of effects by their keys; they stay what they are until the transaction ends. */
export async function lockEffects(
  { sql, tenant }: Scope,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Pick<EffectRow, 'fence' | 'state'>>> {
  if (keys.length === 0) return new Map()
  const rows = await sql.all(
    `SELECT key, fence, state FROM @effect WHERE tenant IS NOT DISTINCT FROM $1 AND key = ANY($2::text[])
     ORDER BY key FOR NO KEY UPDATE`,
    tenant,
    keys,
  )
  return new Map(
    rows.map(({ key, fence, state }) => {
      return [key as string, { fence: Number(fence), state: state as EffectRow['state'] }]
    }),
  )
}

/**
 * What a lease looks at: due, due later, or with a worker; whether it does not move by itself, and
 * whether it is in no end state.
 */
export interface Flags {
  readonly runnable: boolean
  readonly timed: boolean
  readonly held: boolean
  readonly stuck: boolean
  readonly open: boolean
}

/** What a lease looks at in an effect. */
export function flagsOf({ state, runAt }: EffectRow, now: number): Flags {
  const leasable = LEASABLE_STATES.has(state)
  return {
    runnable: leasable && runAt <= now,
    timed: leasable && runAt > now,
    held: HELD_STATES.has(state),
    stuck: standingOf(state) !== 'effects',
    open: !END_STATES.has(state),
  }
}

/** The connection because of which an effect is proposed, as long as it is. */
export function proposedByOf({ state, proposedBy }: EffectRow): string | null {
  return state === 'proposed' ? (proposedBy ?? null) : null
}

// what a step of an effect may change; the rest is as it was decided, and written with that alone
const STEP = {
  state: undefined,
  attempts: undefined,
  failing: undefined,
  probes: undefined,
  runAt: undefined,
  updatedAt: undefined,
  dependency: undefined,
  refused: undefined,
  remote: undefined,
  remoteVersion: undefined,
  message: undefined,
} satisfies { [Field in keyof EffectRow]?: undefined }

type Step = Pick<EffectRow, keyof typeof STEP>
type Decided = Omit<EffectRow, 'fence' | keyof Step>

/** The column of what a step may change. */
export function stepOf(row: EffectRow): string {
  const { state, attempts, failing, probes, runAt, updatedAt } = row
  const { dependency, refused, remote, remoteVersion, message } = row
  const seldom = { dependency, refused, remote, remoteVersion, message }
  const step = { state, attempts, failing, probes, runAt, updatedAt, ...seldom }
  return JSON.stringify(step satisfies Record<keyof Step, unknown>)
}

/** The column of what was decided. */
export function decidedOf(row: EffectRow): string {
  return JSON.stringify({ ...row, ...STEP, fence: undefined })
}

/** The effects of an answer, without their bodies. */
export function toRows(rows: readonly SqlRow[]): EffectRow[] {
  return rows.map(({ step, decided, fence }) => {
    return { ...parsed<Decided>(decided), ...parsed<Step>(step), fence: Number(fence) }
  })
}

/** The effects of an answer that has their bodies, too. */
export function toEffects(rows: readonly SqlRow[]): Effect[] {
  return toRows(rows).map((row, index) => {
    const { body = null, label } = rows[index] ?? {}
    return { ...row, body: body === null ? undefined : parsed(body), ...labelIn({ label }) }
  })
}

/** An effect's body, and where it belongs. */
export interface EffectBody {
  readonly seq: number
  readonly body: unknown
  readonly label?: BodyLabel | undefined
}

/** Writes bodies of effects, in the place of those that they had. */
export async function writeBodies(
  { sql, tenant }: Scope,
  bodies: readonly EffectBody[],
): Promise<void> {
  if (bodies.length === 0) return
  await sql.all(
    `INSERT INTO @effect_body (tenant, seq, body, subject, label)
     SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[])
     ON CONFLICT (seq) DO UPDATE SET body = excluded.body, subject = excluded.subject,
       label = excluded.label`,
    tenant,
    ...columnsOf(
      bodies,
      ({ seq }) => seq,
      ({ body }) => JSON.stringify(body ?? null),
      subjectIn,
      labelColumn,
    ),
  )
}
