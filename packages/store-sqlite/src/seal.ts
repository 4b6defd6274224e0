import type {
  Commit,
  EffectRow,
  EffectWrite,
  EntityWrite,
  SourceRow,
  TimelineEntry,
} from '@canonry/sync'
import type { Asked, Call } from './asked.js'
import { progressOf, promiseOf } from './effect-rows.js'
import type {
  SealedAsked,
  SealedCommit,
  SealedComplete,
  SealedEntity,
  SealedSource,
  SealedStep,
  SealedWrite,
  Told,
} from './sealed.js'

/** How many rows are to be sealed of a call. */
export function rowsOf({ call: { method, request } }: Asked): number {
  if (method === 'complete') return request.items.length
  if (method !== 'commit') return 0
  return request.entities.length + request.sources.length + request.effects.length
}

/** Seals a call, at most so many rows in one turn of the event loop. */
export async function sealInSlices(asked: Asked, rows: number): Promise<SealedAsked> {
  const { call } = asked
  if (call.method !== 'commit' || rowsOf(asked) <= rows) return sealAsked(asked)
  const { request } = call
  const rest = sealCommit({ ...request, entities: [], sources: [], effects: [] })
  const sealed = {
    ...rest,
    entities: await mapInSlices(request.entities, { rows, seal: sealEntity }),
    sources: await mapInSlices(request.sources, { rows, seal: sealSource }),
    effects: await mapInSlices(request.effects, { rows, seal: sealWrite }),
  }
  return { ...asked, call: { method: 'commit', request: sealed } }
}

async function mapInSlices<From, To>(
  all: readonly From[],
  { rows, seal }: { rows: number; seal: (row: From) => To },
): Promise<readonly To[]> {
  const sealed: To[] = []
  for (let first = 0; first < all.length; first += rows) {
    sealed.push(...all.slice(first, first + rows).map(seal))
    await new Promise((turn) => setImmediate(turn))
  }
  return sealed
}

/** Seals a call. */
export function sealAsked({ call, ...whose }: Asked): SealedAsked {
  if (call.method === 'commit') {
    return { ...whose, call: { method: 'commit', request: sealCommit(call.request) } }
  }
  if (call.method === 'complete') {
    return { ...whose, call: { method: 'complete', request: sealComplete(call.request) } }
  }
  return { ...whose, call }
}

function sealCommit(request: Commit): SealedCommit {
  return {
    ...request,
    entities: request.entities.map(sealEntity),
    sources: request.sources.map(sealSource),
    effects: request.effects.map(sealWrite),
    timeline: sealTimeline(request.timeline),
  }
}

function sealComplete({ items, ...request }: CompleteRequest): SealedComplete {
  return {
    ...request,
    items: items.map((item) => {
      return { ...item, row: sealStep(item.row), timeline: sealTimeline(item.timeline) }
    }),
  }
}

type CompleteRequest = Extract<Call, { readonly method: 'complete' }>['request']

/** Seals entries of timelines, by entity. */
export function sealTimeline(timeline: readonly TimelineEntry[]): readonly Told[] {
  const told = new Map<string, TimelineEntry[]>()
  for (const entry of timeline) {
    const known = told.get(entry.id)
    if (known) known.push(entry)
    else told.set(entry.id, [entry])
  }
  return [...told].map(([id, entries]) => ({ id, entries: JSON.stringify(entries) }))
}

function sealEntity({ expected, row }: EntityWrite): SealedEntity {
  return { expected, row: { ...row, body: JSON.stringify(row.body) } }
}

function sealSource(row: SourceRow): SealedSource {
  return { ...row, body: JSON.stringify(row.body) }
}

function sealWrite(write: EffectWrite): SealedWrite {
  if (write.kind === 'insert') {
    const { body, label, ...row } = write.effect
    return { ...sealRow(row), body: JSON.stringify(body ?? null), ...(label && { label }) }
  }
  const { row, body, label, fence } = write
  const content = body === undefined ? {} : { body: JSON.stringify(body) }
  return { ...sealRow(row), ...content, ...(label && { label }), fence }
}

function sealRow(row: EffectRow): SealedWrite {
  const { dueAt, warnAt, plannedAt, proposedBy } = row
  return {
    ...sealStep(row),
    class: row.class,
    dueAt,
    plannedAt,
    ...(warnAt !== undefined && { warnAt }),
    ...(proposedBy !== undefined && { proposedBy }),
    promise: promiseOf(row),
  }
}

function sealStep(row: EffectRow): SealedStep {
  const { key, id, connection, entity, state, runAt, updatedAt, dependency } = row
  return {
    key,
    id,
    connection,
    entity,
    state,
    runAt,
    updatedAt,
    ...(dependency && { dependency }),
    progress: progressOf(row),
  }
}
