import type { Effect, EffectClass } from '../effects/effect.js'
import { HELD_STATES, LEASABLE_STATES } from '../effects/effect.js'
import { createHeap, type Heap } from './heap.js'

/** An effect that may be leased, as it was when it was put there; `at` is its place in the order. */
interface Entry {
  readonly effect: Effect
  readonly at: number
  readonly order: number
}

/**
 * Which effects are due, and how many are held: of each connection, without looking at any other.
 *
 * An effect that changed since leaves its entry behind; it is dropped when its turn comes.
 */
export interface Schedule {
  /** Tells that an effect is new, or no longer what it was. */
  note(effect: Effect, before: Effect | undefined): void
  /** Effects of a connection in states in which a worker holds them. */
  held(connection: string): number
  /** Takes up to `count` effects of one class that are due, earliest due first. */
  take(of: { connection: string; class: EffectClass; now: number; count: number }): Effect[]
  /** Gives back what was taken but is left as it is. */
  giveBack(effects: readonly Effect[]): void
}

/** A schedule that nothing is on; `isNext` says whether an effect still is what it was, and first. */
export function createSchedule(isNext: (effect: Effect) => boolean): Schedule {
  const timers = createHeap(isEarlier)
  const due = new Map<string, Heap<Entry>>()
  const held = new Map<string, number>()
  let order = 0
  const entryOf = (effect: Effect, at: number): Entry => ({ effect, at, order: order++ })
  const queueOf = (effect: Pick<Effect, 'connection' | 'class'>) => {
    const key = `${effect.class}|${effect.connection}`
    const queue = due.get(key) ?? createHeap(isEarlier)
    due.set(key, queue)
    return queue
  }
  const makeDue = (now: number) => {
    for (let next = timers.peek(); next && next.at <= now; next = timers.peek()) {
      timers.pop()
      const { effect } = next
      if (isNext(effect)) queueOf(effect).push(entryOf(effect, effect.dueAt))
    }
  }
  const countHeld = (effect: Effect | undefined, by: number) => {
    if (!effect || !HELD_STATES.has(effect.state)) return
    held.set(effect.connection, (held.get(effect.connection) ?? 0) + by)
  }
  return {
    held: (connection) => held.get(connection) ?? 0,
    note: (effect, before) => {
      countHeld(before, -1)
      countHeld(effect, 1)
      if (LEASABLE_STATES.has(effect.state)) timers.push(entryOf(effect, effect.runAt))
    },
    take: ({ now, count, ...of }) => {
      makeDue(now)
      const queue = queueOf(of)
      const taken: Effect[] = []
      for (let next = queue.peek(); next && taken.length < count; next = queue.peek()) {
        queue.pop()
        if (isNext(next.effect)) taken.push(next.effect)
      }
      return taken
    },
    giveBack: (effects) => {
      for (const effect of effects) queueOf(effect).push(entryOf(effect, effect.dueAt))
    },
  }
}

function isEarlier(a: Entry, b: Entry): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at
}
