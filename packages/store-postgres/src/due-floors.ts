import type { Effect } from '@canonry/sync'

/**
 * The earliest time worth looking at, in the queue of a connection and class or among what is due
 * later; where nothing is known, 0.
 *
 * What others make due is not known here, so it is forgotten once a second.
 */
export interface DueFloors {
  at(queue: string): number
  /** Begins a look, and forgets what is older than a second. */
  look(now: number): Look
  /** Something came into a queue, once that is committed. */
  lower(queue: string, at: number): void
  forget(): void
}

/** A look into queues, which may find that they begin later. */
export interface Look {
  /** Nothing is due before `to`, but for what came since the look began. */
  raise(queue: string, to: number): void
}

const FORGOTTEN_MS = 1_000

/** Floors of what is due, of one tenant in one process. */
export function createDueFloors(): DueFloors {
  const known = new Map<string, number>()
  const lowered = new Map<string, { at: number; turn: number }>()
  let turn = 0
  let since = 0
  const forget = () => {
    known.clear()
    lowered.clear()
  }
  return {
    at: (queue) => known.get(queue) ?? 0,
    look: (now) => {
      if (Math.abs(now - since) >= FORGOTTEN_MS) {
        forget()
        since = now
      }
      const began = ++turn
      return {
        raise: (queue, to) => {
          const came = lowered.get(queue)
          if (came && came.turn >= began) known.set(queue, Math.min(to, came.at))
          else {
            known.set(queue, to)
            lowered.delete(queue)
          }
        },
      }
    },
    lower: (queue, at) => {
      lowered.set(queue, { at: Math.min(at, lowered.get(queue)?.at ?? at), turn })
      if (at < (known.get(queue) ?? 0)) known.set(queue, at)
    },
    forget,
  }
}

/** The queue that an effect waits in once it is due. */
export function queueOf({ connection, ...effect }: Pick<Effect, 'connection' | 'class'>): string {
  return `${connection}|${effect.class}`
}

/** The name of what is due later, by when it is looked at again. */
export const LATER = 'later'
