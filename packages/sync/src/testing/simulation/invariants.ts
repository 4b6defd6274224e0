import { compareDecimals, compareInstants, refKey } from '@canonry/model'
import { END_STATES, laneOf, PARKED_STATES } from '../../effects/effect.js'
import { laneFingerprint } from '../../effects/effect-notes.js'
import type { Breach, Invariant } from './invariant.js'
import type { Applied, SimulatedSystem } from './simulated-system.js'
import type { BuiltWorld, Expectation } from './world.js'

/**
 * No effect is applied twice: each key stands in the books of a system once, and nothing is told
 * again what it was told last.
 */
export const noDoubleEffects: Invariant = {
  name: 'no effect is applied twice',
  when: 'always',
  check: ({ world }) => world.systems.flatMap(doublesOf),
}

function doublesOf({ system, ledger }: SimulatedSystem): Breach[] {
  const last = ledger.at(-1)
  if (!last) return []
  const before = ledger.slice(0, -1)
  if (before.some(({ key }) => key === last.key)) {
    return [{ message: `${system} applied ${last.key} twice`, source: last.source }]
  }
  const name = refKey(last.source)
  const told = before.findLast(({ source }) => refKey(source) === name)
  if (told?.kind !== last.kind || !isSame(told.body, last.body)) return []
  const message = `${system} was told the same by ${told.key} and by ${last.key}`
  return [{ message, source: last.source }]
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Writes about one thing are applied in the order of its states, and none after it was cancelled. */
export const orderKept: Invariant = {
  name: 'every entity keeps its order',
  when: 'always',
  check: ({ world }) => world.systems.flatMap(inversionOf),
}

function inversionOf({ system, ledger }: SimulatedSystem): Breach[] {
  const last = ledger.at(-1)
  if (!last) return []
  const name = refKey(last.source)
  const before = ledger.slice(0, -1).findLast(({ source }) => refKey(source) === name)
  const [newer, older] = [momentOf(before), momentOf(last)]
  if (newer === undefined || older === undefined || compareInstants(older, newer) >= 0) return []
  const message = `${system} applied the state of ${older} to ${name} after that of ${newer}`
  return [{ message, source: last.source }]
}

function momentOf(applied: Applied | undefined): string | undefined {
  const body = (applied?.body ?? {}) as { readonly updatedAt?: string; readonly at?: string }
  return body.updatedAt ?? body.at
}

/** No process calls a connection more often at once than it bears. */
export const boundedCalls: Invariant = {
  name: 'no connection bears more calls than its limit',
  when: 'always',
  check: ({ world, calls }) =>
    world.systems.flatMap(({ system, limits }) =>
      [...calls.most]
        .filter(([caller, most]) => caller.endsWith(`/${system}`) && most > limits.concurrency)
        .map(([caller, most]) => ({ message: `${caller} had ${most} calls under way at once` })),
    ),
}

/** Nothing accepted is lost: every acknowledged delivery stands in the journal. */
export const nothingLost: Invariant = {
  name: 'nothing accepted is lost',
  when: 'finally',
  check: async ({ deliveries, sync }) => {
    const counters = await sync.counters()
    const heard = (counters['facts.received'] ?? 0) + (counters['facts.duplicate'] ?? 0)
    const reads = counters['reads.done'] ?? 0
    const acknowledged = deliveries.filter(({ state }) => state === 'acknowledged').length
    if (heard >= acknowledged) return []
    const message = `${acknowledged} deliveries were acknowledged, and only ${heard} facts heard, ${reads} reads included`
    return [{ message }]
  },
}

/**
 * The books say in the end what the world expects: nothing is missing, and nothing differs. What a
 * person must act on, and is shown, is excused.
 */
export const converges: Invariant = {
  name: 'the books agree in the end',
  when: 'finally',
  check: async ({ world, sync }) => {
    const open = await sync.exceptions({ state: 'open' })
    const shown = new Set(open.flatMap(({ ref }) => (ref ? [refKey(ref)] : [])))
    const differing = (world.expected?.() ?? []).flatMap(differenceOf)
    return differing.filter(({ source }) => !shown.has(refKey(source)))
  },
}

function differenceOf({ system, source, state, differs }: Expectation): Required<Breach>[] {
  const name = refKey(source)
  const document = system.documents.get(name)
  const found = document ? (document.cancelled ? 'cancelled' : 'present') : 'absent'
  const told = (message: string) => [{ message: `${name} in ${system.system}: ${message}`, source }]
  const isAsExpected = state === 'gone' ? found !== 'present' : found === state
  if (!isAsExpected) return told(`${found} in the end, where it must be ${state}`)
  const difference = state === 'present' ? differs?.(document?.body) : undefined
  return difference === undefined ? [] : told(difference)
}

/** What stands still is shown to a person: each parked effect has an open exception. */
export const noSilentStop: Invariant = {
  name: 'nothing stops in silence',
  when: 'finally',
  check: async ({ store, sync }) => {
    const states = [...PARKED_STATES]
    const parked = await store.query<'effects'>({ kind: 'effects', states, limit: 1_000 })
    const open = await sync.exceptions({ state: 'open' })
    const shown = new Set(open.map(({ fingerprint }) => fingerprint))
    return parked
      .unwrapOr([])
      .filter((effect) => !shown.has(laneFingerprint(effect)))
      .map(({ key, state, source }) => ({
        message: `${key} is ${state}, and nobody knows`,
        source,
      }))
  },
}

/** Flows decide on whatever they are shown, and change none of it: it is frozen, so that they would throw. */
export const noFlowFails: Invariant = {
  name: 'no flow fails',
  when: 'finally',
  check: async ({ sync }) => {
    const open = await sync.exceptions({ state: 'open' })
    return open
      .filter(({ reason }) => reason === 'decision-failed')
      .map(({ message, ref }) => ({ message, ...(ref && { source: ref }) }))
  },
}

/** Each lane has at most one effect that is not planned: its head. */
export const oneHeadPerLane: Invariant = {
  name: 'each lane does one thing at a time',
  when: 'finally',
  check: async ({ store }) => {
    const all = (await store.query<'effects'>({ kind: 'effects', limit: 10_000 })).unwrapOr([])
    const open = all.filter(({ state }) => state !== 'planned' && !END_STATES.has(state))
    const lanes = open.map(laneOf)
    return open
      .filter((_, index) => lanes.indexOf(lanes[index] ?? '') !== index)
      .map(({ key, source }) => ({ message: `${key} overtakes another of its lane`, source }))
  },
}

/** What every world is judged by. */
export const INVARIANTS: readonly Invariant[] = [
  noDoubleEffects,
  orderKept,
  boundedCalls,
  nothingLost,
  noFlowFails,
  converges,
  noSilentStop,
  oneHeadPerLane,
]

/** What must be the same on both sides in the end, by name: currencies, articles. */
export interface Conservation<Built extends BuiltWorld> {
  /** What is conserved: `money`, `stock`. */
  readonly what: string
  /** What the source says, as decimal text by name. */
  readonly given: (world: Built) => Readonly<Record<string, string>>
  /** What the books of the target come to. */
  readonly booked: (world: Built) => Readonly<Record<string, string>>
}

/**
 * An invariant of your own: what went in on one side has come out on the other, to the last cent
 * and piece. Judged where nothing waits for a person.
 */
export function conserves<Built extends BuiltWorld>({
  what,
  given,
  booked,
}: Conservation<Built>): Invariant<Built> {
  return {
    name: `${what} is conserved`,
    when: 'finally',
    check: async ({ world, sync }) => {
      if ((await sync.exceptions({ state: 'open' })).length > 0) return []
      const [source, target] = [given(world), booked(world)]
      const names = [...new Set([...Object.keys(source), ...Object.keys(target)])]
      return names
        .filter((name) => !sameDecimal(source[name], target[name]))
        .map((name) => ({
          message: `${source[name] ?? '0'} of ${name} went in, and ${target[name] ?? '0'} came out`,
        }))
    },
  }
}

function sameDecimal(a = '0', b = '0'): boolean {
  return compareDecimals(a, b) === 0
}
