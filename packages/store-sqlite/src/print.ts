import {
  type Commit,
  type EffectRow,
  type EffectWrite,
  type EntityWrite,
  familyOf,
  type SourceRow,
  type TimelineEntry,
} from '@canonry/sync'
import type { Asked, Call } from './asked.js'
import { progressOf, promiseOf } from './effect-rows.js'
import type {
  PrintedAsked,
  PrintedCommit,
  PrintedComplete,
  PrintedEntity,
  PrintedSource,
  PrintedStep,
  PrintedWrite,
  Told,
} from './printed.js'

/** How many rows are to be printed of a call. */
export function rowsOf({ call: { method, request } }: Asked): number {
  if (method === 'complete') return request.items.length
  if (method !== 'commit') return 0
  return request.entities.length + request.sources.length + request.effects.length
}

/** What becomes of a text that is made: it stays where it is, or is laid down under a number. */
export type Keep<Text> = (text: string) => Text

/** Leaves a text where it is. */
export const inPlace: Keep<string> = (text) => text

/** Prints a call, at most so many rows in one turn of the event loop. */
export async function printInSlices<Text>(
  asked: Asked,
  { rows, keep }: { rows: number; keep: Keep<Text> },
): Promise<PrintedAsked<Text>> {
  const { call } = asked
  if (call.method !== 'commit' || rowsOf(asked) <= rows) return printAsked(asked, keep)
  const { request } = call
  const rest = printCommit({ ...request, entities: [], sources: [], effects: [] }, keep)
  const printed = {
    ...rest,
    entities: await mapInSlices(request.entities, { rows, print: (row) => printEntity(row, keep) }),
    sources: await mapInSlices(request.sources, { rows, print: (row) => printSource(row, keep) }),
    effects: await mapInSlices(request.effects, { rows, print: (row) => printWrite(row, keep) }),
  }
  return { ...asked, call: { method: 'commit', request: printed } }
}

async function mapInSlices<From, To>(
  all: readonly From[],
  { rows, print }: { rows: number; print: (row: From) => To },
): Promise<readonly To[]> {
  const printed: To[] = []
  for (let first = 0; first < all.length; first += rows) {
    printed.push(...all.slice(first, first + rows).map(print))
    await new Promise((turn) => setImmediate(turn))
  }
  return printed
}

/** Prints a call. */
export function printAsked<Text>({ call, ...whose }: Asked, keep: Keep<Text>): PrintedAsked<Text> {
  if (call.method === 'commit') {
    return { ...whose, call: { method: 'commit', request: printCommit(call.request, keep) } }
  }
  if (call.method === 'complete') {
    return { ...whose, call: { method: 'complete', request: printComplete(call.request, keep) } }
  }
  return { ...whose, call }
}

function printCommit<Text>(request: Commit, keep: Keep<Text>): PrintedCommit<Text> {
  return {
    ...request,
    entities: request.entities.map((row) => printEntity(row, keep)),
    sources: request.sources.map((row) => printSource(row, keep)),
    effects: request.effects.map((write) => printWrite(write, keep)),
    timeline: printTimeline(request.timeline, keep),
  }
}

function printComplete<Text>(
  { items, ...request }: CompleteRequest,
  keep: Keep<Text>,
): PrintedComplete<Text> {
  return {
    ...request,
    items: items.map((item) => {
      const timeline = printTimeline(item.timeline, keep)
      return { ...item, row: printStep(item.row, keep), timeline }
    }),
  }
}

type CompleteRequest = Extract<Call, { readonly method: 'complete' }>['request']

/** Prints entries of timelines, by entity. */
export function printTimeline<Text>(
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

function printEntity<Text>({ expected, row }: EntityWrite, keep: Keep<Text>): PrintedEntity<Text> {
  return { expected, row: { ...row, body: keep(JSON.stringify(row.body)) } }
}

function printSource<Text>(row: SourceRow, keep: Keep<Text>): PrintedSource<Text> {
  return { ...row, body: keep(JSON.stringify(row.body)), residue: keep(row.residue) }
}

function printWrite<Text>(write: EffectWrite, keep: Keep<Text>): PrintedWrite<Text> {
  if (write.kind === 'insert') {
    const { body = null, label, ...row } = write.effect
    const content = { body: keep(JSON.stringify(body)), ...(label && { label }) }
    return { ...printRow(row, keep), ...content }
  }
  const { row, body, label, fence } = write
  const content = body === undefined ? {} : { body: keep(JSON.stringify(body)) }
  return { ...printRow(row, keep), ...content, ...(label && { label }), fence }
}

function printRow<Text>(row: EffectRow, keep: Keep<Text>): PrintedWrite<Text> {
  const { dueAt, warnAt, plannedAt, proposedBy, revises } = row
  return {
    ...printStep(row, keep),
    family: familyOf(row),
    class: row.class,
    dueAt,
    plannedAt,
    ...(warnAt !== undefined && { warnAt }),
    ...(proposedBy !== undefined && { proposedBy }),
    ...(revises !== undefined && { revises }),
    promise: keep(promiseOf(row)),
  }
}

function printStep<Text>(row: EffectRow, keep: Keep<Text>): PrintedStep<Text> {
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
