import { type BodyLabel, type Effect, type EffectRow, lanePartsOf } from '@canonry/sync'
import { labelIn } from './label.js'
import { parsed, type Scope } from './scope.js'
import type { SqlRow } from './sql.js'
import { STANDING } from './standing.js'

/** The columns that make an effect, of `effect` as e and of `effect_state` as s. */
export const EFFECT_COLUMNS = 'e.promise, s.state, s.fence, s.run_at, s.updated_at, s.progress'

/** The same, with those of `effect_body` as b, in which its body lies. */
export const WHOLE_EFFECT = `${EFFECT_COLUMNS}, b.body, b.subject, b.schema, b.key_id`

/** What a step of an effect changes beside its state, its fence and its times. */
type Progress = Pick<
  EffectRow,
  | 'attempts'
  | 'failing'
  | 'probes'
  | 'dependency'
  | 'refused'
  | 'remote'
  | 'remoteVersion'
  | 'message'
>

/** What of an effect no step of it changes, as it is stored. */
export function promiseOf(row: EffectRow): string {
  const { state, fence, runAt, updatedAt, attempts, failing, probes, ...rest } = row
  const { dependency, refused, remote, remoteVersion, message, ...promise } = rest
  return JSON.stringify(promise)
}

/** What a step of an effect changes, as it is stored beside the columns. */
export function progressOf(row: EffectRow): string {
  const { attempts, failing, probes, dependency, refused, remote, remoteVersion, message } = row
  const progress: { [Key in keyof Required<Progress>]: Progress[Key] } = {
    attempts,
    failing,
    probes,
    dependency,
    refused,
    remote,
    remoteVersion,
    message,
  }
  return JSON.stringify(progress)
}

/** An effect as it lies there, its large parts as JSON. */
export interface StoredEffect<Text = string> extends StoredRow<Text> {
  readonly body: Text | null
  readonly label?: BodyLabel
}

/** The same, without its body. */
export interface StoredRow<Text = string>
  extends Pick<EffectRow, 'state' | 'fence' | 'runAt' | 'updatedAt'> {
  readonly promise: Text
  readonly progress: Text
}

/** An effect as it lies there, from a row without its body. */
export function storedRow(row: SqlRow): StoredRow {
  return {
    promise: row['promise'] as string,
    progress: row['progress'] as string,
    state: row['state'] as EffectRow['state'],
    fence: row['fence'] as number,
    runAt: row['run_at'] as number,
    updatedAt: row['updated_at'] as number,
  }
}

/** An effect as it lies there, from a row with its body. */
export function storedEffect(row: SqlRow): StoredEffect {
  return { ...storedRow(row), body: row['body'] as string | null, ...labelIn(row) }
}

/** An effect that lay there, without its body. */
export function openRow<Text>(
  { promise, progress, ...row }: StoredRow<Text>,
  textOf: (text: Text) => string,
): EffectRow {
  return { ...parsed<EffectRow>(textOf(promise)), ...row, ...parsed<Progress>(textOf(progress)) }
}

/** An effect that lay there. */
export function openEffect<Text>(
  { body, label, ...row }: StoredEffect<Text>,
  textOf: (text: Text) => string,
): Effect {
  const content = body === null ? undefined : parsed(textOf(body))
  return { ...openRow(row, textOf), body: content, ...(label && { label }) }
}

/** An effect, without its body. */
export function toRow(row: SqlRow): EffectRow {
  return openRow(storedRow(row), String)
}

/** An effect, of an answer that has its body, too. */
export function toEffect(row: SqlRow): Effect {
  return openEffect(storedEffect(row), String)
}

/** The fences of effects by their keys. */
export function fencesOf(
  { sql, tenant }: Scope,
  keys: readonly string[],
): ReadonlyMap<unknown, unknown> {
  if (keys.length === 0) return new Map()
  const rows = sql.all(
    `SELECT e.key, s.fence FROM json_each(?) k
     CROSS JOIN effect e ON e.tenant = ? AND e.key = k.value
     CROSS JOIN effect_state s ON s.seq = e.seq`,
    JSON.stringify(keys),
    tenant,
  )
  return new Map(rows.map(({ key, fence }) => [key, fence]))
}

/** Whether one of these effects is parked. */
export function areParked({ sql, tenant }: Scope, keys: readonly string[]): boolean {
  if (keys.length === 0) return false
  const found = sql.get(
    `SELECT 1 FROM json_each(?) k
     CROSS JOIN effect e ON e.tenant = ? AND e.key = k.value
     CROSS JOIN effect_state s ON s.seq = e.seq AND s.standing = ${STANDING.parked} LIMIT 1`,
    JSON.stringify(keys),
    tenant,
  )
  return found !== undefined
}

/** The number of an effect. */
export function seqOf({ sql, tenant }: Scope, key: string): number | undefined {
  const row = sql.get('SELECT seq FROM effect WHERE tenant = ? AND key = ?', tenant, key)
  return row && Number(row['seq'])
}

/** The effect of a number, without its body. */
export function rowAt({ sql }: Scope, seq: number): EffectRow {
  const row = sql.get(
    `SELECT ${EFFECT_COLUMNS} FROM effect e CROSS JOIN effect_state s ON s.seq = e.seq
     WHERE e.seq = ?`,
    seq,
  )
  if (!row) throw new Error(`there is no effect ${seq}`)
  return toRow(row)
}

/** Which effects are asked for, beside those of some keys; see the queries of a store. */
interface Wanted {
  readonly states?: readonly string[]
  readonly heldBy?: number
  readonly limit: number
}

const IS_WANTED = `(?2 IS NULL OR s.state IN (SELECT value FROM json_each(?2)))
  AND (?3 IS NULL OR s.standing = ${STANDING.held} AND s.epoch = ?3)`

function valuesOf({ states, heldBy, limit }: Wanted) {
  return [states ? JSON.stringify(states) : null, heldBy ?? null, limit] as const
}

/** The effects of some keys. */
export function effectsWith(
  { sql, tenant }: Scope,
  { keys, ...wanted }: Wanted & { readonly keys: readonly string[] },
): Effect[] {
  const rows = sql.all(
    `SELECT ${WHOLE_EFFECT} FROM json_each(?5) k
     CROSS JOIN effect e ON e.tenant = ?1 AND e.key = k.value
     CROSS JOIN effect_state s ON s.seq = e.seq LEFT JOIN effect_body b ON b.seq = e.seq
     WHERE ${IS_WANTED} LIMIT ?4`,
    tenant,
    ...valuesOf(wanted),
    JSON.stringify(keys),
  )
  return rows.map(toEffect)
}

/** The effects in some states, or in any, oldest first. */
export function effectsIn({ sql, tenant }: Scope, wanted: Wanted): Effect[] {
  const rows = sql.all(
    `SELECT ${WHOLE_EFFECT} FROM effect e CROSS JOIN effect_state s ON s.seq = e.seq
     LEFT JOIN effect_body b ON b.seq = e.seq
     WHERE e.tenant = ?1 AND ${IS_WANTED} ORDER BY e.seq LIMIT ?4`,
    tenant,
    ...valuesOf(wanted),
  )
  return rows.map(toEffect)
}

/** The open effects of a lane, in their order. */
export function effectsOfLane({ sql, tenant }: Scope, lane: string): Effect[] {
  const { id, connection, entity } = lanePartsOf(lane)
  const rows = sql.all(
    `SELECT ${WHOLE_EFFECT} FROM lane l CROSS JOIN effect e ON e.seq = l.seq
     CROSS JOIN effect_state s ON s.seq = l.seq LEFT JOIN effect_body b ON b.seq = l.seq
     WHERE l.tenant = ? AND l.id = ? AND l.connection = ? AND l.entity = ? ORDER BY l.seq`,
    tenant,
    id,
    connection,
    entity,
  )
  return rows.map(toEffect)
}
