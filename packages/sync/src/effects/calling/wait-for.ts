import { type Ref, refKey } from '@canonry/model'
import type { Completion } from '../../store/writes.js'
import { type Effect, PARKED_STATES } from '../effect.js'
import { effectException } from '../effect-notes.js'
import { rowOf, step } from '../effect-step.js'
import type { Notice } from '../settling/policy.js'
import { nextState } from '../transition.js'
import type { Links } from './ask-links.js'
import { type Dispatching, type OpenConnection, persist } from './dispatching.js'

const LOOK_AGAIN_MS = 300_000

const LATE: Notice = {
  reason: 'dependency-missing',
  owner: 'integration',
  fix: 'See what became of what it waits for: it goes on by itself once that exists, or is dismissed.',
}

/** What an effect waits for, and since when it is looked at. */
export interface Waiting {
  readonly to: OpenConnection
  readonly missing: Ref
  readonly now: number
  /** What holds up the things that late effects wait for, by `refKey`. */
  readonly held: Held
  uuid(): string
}

/** Why things do not exist in the target system, by `refKey`, where a person must act first. */
export type Held = ReadonlyMap<string, string>

/** The first thing that an effect comes after and that the target system does not have. */
export function missingFor({ after }: Effect, links: Links): Ref | undefined {
  return after.find((ref) => !links[refKey(ref)])
}

/** Lets an effect wait for something; one that is late stands still for others to see. */
export function waitFor(effect: Effect, { to, missing, now, held, uuid }: Waiting): Completion {
  const { system, account } = to.connection
  const reason = held.get(refKey(missing))
  const message = `waits until ${missing.kind} ${missing.id} exists in ${to.connection.id}${reason ? `, which is held up: ${reason}` : ''}`
  const row = {
    ...rowOf(effect),
    state: nextState(effect.state, 'wait'),
    dependency: { ref: refKey(missing), system, account },
    message,
    updatedAt: now,
    // a link wakes it; looking again now and then is a second way
    runAt: now + LOOK_AGAIN_MS,
  }
  const draft = effectException(effect, LATE, `${message}${reason ? '. It' : ', and'} is late`)
  const exceptions = isLate(effect, now) ? [{ kind: 'open', id: uuid(), draft } as const] : []
  return step(effect, { row, entry: 'effect-waiting', exceptions })
}

function isLate({ dueAt }: Effect, now: number): boolean {
  return now >= dueAt
}

/** Looks up what holds up the things that late effects wait for. */
export async function heldUp(
  dispatching: Dispatching,
  { to, effects, links }: { to: OpenConnection; effects: readonly Effect[]; links: Links },
): Promise<Held> {
  const late = effects.filter((effect) => isLate(effect, dispatching.env.now()))
  const missing = late.flatMap((effect) => missingFor(effect, links) ?? [])
  const refs = [...new Set(missing.map(refKey))]
  if (refs.length === 0) return new Map()
  const found = await persist(dispatching, () =>
    dispatching.store.query<'situation'>({ kind: 'situation', refs }),
  )
  const { links: named = [], states = [] } = found ?? {}
  return new Map(
    named.flatMap(({ id, ref }): [string, string][] => {
      const effects = states.find(({ row }) => row.id === id)?.effects ?? []
      const parked = effects.find(
        ({ connection, state }) => connection === to.connection.id && PARKED_STATES.has(state),
      )
      return parked?.message === undefined ? [] : [[refKey(ref), parked.message]]
    }),
  )
}
