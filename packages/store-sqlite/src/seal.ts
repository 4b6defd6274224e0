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

/** What becomes of a text that is made: it stays where it is, or is laid down under a number. */
export type Keep<Text> = (text: string) => Text

/** Leaves a text where it is. */
export const inPlace: Keep<string> = (text) => text

/** Seals a call, at most so many rows in one turn of the event loop. */
export async function sealInSlices<Text>(
  asked: Asked,
  { rows, keep }: { rows: number; keep: Keep<Text> },
): Promise<SealedAsked<Text>> {
  const { call } = asked
  if (call.method !== 'commit' || rowsOf(asked) <= rows) return sealAsked(asked, keep)
  const { request } = call
  const rest = sealCommit({ ...request, entities: [], sources: [], effects: [] }, keep)
  const sealed = {
    ...rest,
    entities: await mapInSlices(request.entities, { rows, seal: (row) => sealEntity(row, keep) }),
    sources: await mapInSlices(request.sources, { rows, seal: (row) => sealSource(row, keep) }),
    effects: await mapInSlices(request.effects, { rows, seal: (row) => sealWrite(row, keep) }),
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
export function sealAsked<Text>({ call, ...whose }: Asked, keep: Keep<Text>): SealedAsked<Text> {
  if (call.method === 'commit') {
    return { ...whose, call: { method: 'commit', request: sealCommit(call.request, keep) } }
  }
  if (call.method === 'complete') {
    return { ...whose, call: { method: 'complete', request: sealComplete(call.request, keep) } }
  }
  return { ...whose, call }
}

function sealCommit<Text>(request: Commit, keep: Keep<Text>): SealedCommit<Text> {
  return {
    ...request,
    entities: request.entities.map((row) => sealEntity(row, keep)),
    sources: request.sources.map((row) => sealSource(row, keep)),
    effects: request.effects.map((write) => sealWrite(write, keep)),
    timeline: sealTimeline(request.timeline, keep),
  }
}

function sealComplete<Text>(
  { items, ...request }: CompleteRequest,
  keep: Keep<Text>,
): SealedComplete<Text> {
  return {
    ...request,
    items: items.map((item) => {
      const timeline = sealTimeline(item.timeline, keep)
      return { ...item, row: sealStep(item.row, keep), timeline }
    }),
  }
}

type CompleteRequest = Extract<Call, { readonly method: 'complete' }>['request']

/** Seals entries of timelines, by entity. */
export function sealTimeline<Text>(
  timeline: readonly TimelineEntry[],
  keep: Keep<Text>,
): readonly Told<Text>[] {
  const told = new Map<string, TimelineEntry[]>()
  for (const entry of timeline) {
    const known = told.get(entry.id)
    if (known) known.push(entry)
    else told.set(entry.id, [entry])
  }
  return [...told].map(([id, entries]) => ({ id, entries: keep(JSON.stringify(entries)) }))
}

function sealEntity<Text>({ expected, row }: EntityWrite, keep: Keep<Text>): SealedEntity<Text> {
  return { expected, row: { ...row, body: keep(JSON.stringify(row.body)) } }
}

function sealSource<Text>(row: SourceRow, keep: Keep<Text>): SealedSource<Text> {
  return { ...row, body: keep(JSON.stringify(row.body)), residue: keep(row.residue) }
}

function sealWrite<Text>(write: EffectWrite, keep: Keep<Text>): SealedWrite<Text> {
  if (write.kind === 'insert') {
    const { body = null, label, ...row } = write.effect
    const content = { body: keep(JSON.stringify(body)), ...(label && { label }) }
    return { ...sealRow(row, keep), ...content }
  }
  const { row, body, label, fence } = write
  const content = body === undefined ? {} : { body: keep(JSON.stringify(body)) }
  return { ...sealRow(row, keep), ...content, ...(label && { label }), fence }
}

function sealRow<Text>(row: EffectRow, keep: Keep<Text>): SealedWrite<Text> {
  const { dueAt, warnAt, plannedAt, proposedBy } = row
  return {
    ...sealStep(row, keep),
    class: row.class,
    dueAt,
    plannedAt,
    ...(warnAt !== undefined && { warnAt }),
    ...(proposedBy !== undefined && { proposedBy }),
    promise: keep(promiseOf(row)),
  }
}

function sealStep<Text>(row: EffectRow, keep: Keep<Text>): SealedStep<Text> {
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
    progress: keep(progressOf(row)),
  }
}
