import { createHash } from 'node:crypto'
import {
  type Difference,
  diff,
  type EntityName,
  type Instant,
  type Ref,
  refKey,
} from '@canonry/model'
import type { EffectRow } from '../effects/effect.js'
import { instantOf } from '../effects/effect-notes.js'
import type { People } from '../people/people.js'
import { contentHash } from '../pipeline/content-hash.js'
import { isTouched } from '../pipeline/to-commit.js'
import type { EffectDraft, EntityDraft } from '../pipeline/workspace.js'
import { answered } from '../store/answered.js'
import type { Rehearsal, ReplayedFacts, ReplayFailure } from './rehearse.js'

/** One entity that would change, with both values of every place. */
export interface ReplayChange {
  readonly entity: EntityName
  readonly ref: Ref
  readonly isNew: boolean
  readonly differences: readonly Difference[]
}

/** One effect that would be promised, get a new content, or end. */
export interface ReplayEffect {
  readonly key: string
  readonly kind: EffectRow['kind']
  readonly connection: string
  readonly entity: EntityName
  readonly ref: Ref
  readonly flow: string
  readonly action: 'planned' | 'refreshed' | 'superseded' | 'cancelled'
  /** How its content differs from what was promised last for the same thing. */
  readonly differences: readonly Difference[]
  /** Present when that is gone, by its age or erased: all of the content shows as new. */
  readonly isBeforeGone?: true
}

/** What of a range cannot be read any more, since its bodies have expired. */
export interface ReplayExpired {
  readonly facts: number
  /** What was received from then on is all there: a replay `from` here leaves nothing out. */
  readonly wholeFrom: Instant
}

/**
 * What a replay would do, for a person to look at.
 *
 * Lists are cut at 100 of each; the counts and the hash are about everything. The hash changes when
 * anything would be done differently, or when anything changed that it was worked out from: when a fact
 * that would change something has expired, too.
 */
export interface ReplayPreview {
  readonly hash: string
  readonly facts: ReplayedFacts
  /** Present when the range reaches back into what has expired: nothing of that is done. */
  readonly expired?: ReplayExpired
  readonly counts: {
    readonly entities: number
    readonly effects: number
    /** Documents that flows would record in connections of ours. */
    readonly recorded: number
  }
  readonly changes: readonly ReplayChange[]
  readonly effects: readonly ReplayEffect[]
  readonly failures: readonly ReplayFailure[]
}

const SHOWN = 100

/** The preview of a rehearsal. */
export async function previewOf(people: People, rehearsal: Rehearsal): Promise<ReplayPreview> {
  const touched = touchedIn(rehearsal)
  const changed = touched.filter(
    (draft) => contentOf(draft) !== contentOf(beforeOf(rehearsal, draft)),
  )
  const effects = touched.flatMap((draft) => draft.effects.filter(({ touched }) => touched))
  const { expiredTo, facts } = rehearsal
  return {
    hash: hashOf(rehearsal, touched),
    facts: { ...facts },
    ...(expiredTo !== undefined && {
      expired: { facts: facts.expired, wholeFrom: instantOf(expiredTo + 1) },
    }),
    counts: {
      entities: changed.length,
      effects: effects.length,
      recorded: rehearsal.workspace.facts.length,
    },
    changes: changed.slice(0, SHOWN).map((draft) => toChange(draft, beforeOf(rehearsal, draft))),
    effects: await toEffects(people, effects.slice(0, SHOWN)),
    failures: rehearsal.failures,
  }
}

function touchedIn({ workspace }: Rehearsal): readonly EntityDraft[] {
  const touched = [...workspace.entities.values()].filter(isTouched)
  const nameOf = ({ row }: EntityDraft) => `${row.entity}|${refKey(row.source)}`
  return touched.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

function beforeOf({ before }: Rehearsal, { row }: EntityDraft): EntityDraft | undefined {
  return before.get(row.id)
}

function contentOf(draft: EntityDraft | undefined): string {
  return contentHash(draft?.row.body ?? {})
}

function toChange({ row, expected }: EntityDraft, before: EntityDraft | undefined): ReplayChange {
  const isNew = expected === 0
  const differences = diff(isNew ? undefined : before?.row.body, row.body)
  return { entity: row.entity, ref: row.source, isNew, differences }
}

async function toEffects(
  { store }: People,
  effects: readonly EffectDraft[],
): Promise<readonly ReplayEffect[]> {
  const known = effects.flatMap(({ row, fence }) =>
    fence === undefined ? (row.revises ?? []) : row.key,
  )
  const stored = await answered(
    store.query<'effects'>({ kind: 'effects', keys: known, limit: known.length }),
  )
  const bodies = new Map(stored.map(({ key, body }) => [key, body]))
  return effects.map(({ row, fence, body }) => {
    const { key, kind, connection, entity, source: ref, flow } = row
    const action = fence === undefined ? 'planned' : actionOf(row)
    const promised = fence === undefined ? (row.revises ?? '') : key
    const before = bodies.get(promised)
    const differences = body === undefined ? [] : diff(before, body)
    const isBeforeGone = body !== undefined && bodies.has(promised) && before === undefined
    const gone = isBeforeGone && { isBeforeGone }
    return { key, kind, connection, entity, ref, flow, action, differences, ...gone }
  })
}

function actionOf({ state }: EffectRow): ReplayEffect['action'] {
  return state === 'superseded' || state === 'cancelled' ? state : 'refreshed'
}

// times and new ids are left out: they are others each time
function hashOf({ workspace, applied }: Rehearsal, touched: readonly EntityDraft[]): string {
  const hash = createHash('sha256')
  for (const { row, expected, fresh, effects } of touched) {
    const sources = fresh.map(({ connection, key, mapping, bodyHash, shard, seq }) =>
      [connection, key, mapping, bodyHash, shard, seq].join('|'),
    )
    const promised = effects.flatMap(({ row: { key, state, bodyHash }, fence, touched }) =>
      touched ? [[key, state, fence ?? '', bodyHash].join('|')] : [],
    )
    const name = [row.entity, refKey(row.source), expected, contentHash(row.body)]
    hash.update(JSON.stringify([name, sources, promised]))
  }
  const links = workspace.links.map(({ entity, ref }) => `${entity}|${refKey(ref)}`)
  const recorded = workspace.facts.map(({ connection, routingKey, hash }) =>
    [connection, routingKey, hash].join('|'),
  )
  const resolved = workspace.exceptions.flatMap((write) =>
    write.kind === 'resolve' ? write.fingerprint : [],
  )
  hash.update(
    JSON.stringify([[...new Set(links)].sort(), [...new Set(resolved)].sort(), applied, recorded]),
  )
  return hash.digest('hex')
}
