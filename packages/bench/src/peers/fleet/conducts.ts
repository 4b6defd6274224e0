import type { Handle } from '../peer.js'
import { pause } from '../within.js'
import type { Book, Line } from './book.js'

/** How the calls of a worker go. */
export type ConductName = 'plain' | 'held-behind' | 'held-before' | 'failing'

/** What a conduct is given. */
export interface Conducting {
  readonly book: Book
  readonly life: string
  /** Resolves on the word that lets held calls go on. */
  readonly released: Promise<void>
}

/** Jobs of such keys fail once, when they are let go, in a worker that is `failing`. */
export const DOUBTED = 'DOUBTED'

const CALL_SECONDS = 0.1

/**
 * Calls by name: they take 100 ms, half of it after they were applied; or the worker is held between
 * its call and the answer, or before the call leaves; or it fails, with nothing applied.
 */
export const CONDUCTS: Readonly<Record<ConductName, (given: Conducting) => Handle>> = {
  plain: (given) => calling(given, { there: halfACall, back: halfACall }),
  'held-behind': (given) => calling(given, { there: halfACall, back: () => given.released }),
  'held-before': (given) => calling(given, { there: () => given.released, back: halfACall }),
  failing: (given) => {
    const failed = new Set<string>()
    const call = calling(given, { there: halfACall, back: halfACall })
    return async (key, version) => {
      if (!key.startsWith(DOUBTED) || failed.has(key)) return call(key, version)
      failed.add(key)
      tell(given, { kind: 'began', key, version })
      await given.released
      tell(given, { kind: 'ended', key, version })
      throw new Error('it failed, and nothing was applied')
    }
  },
}

/** The way of a call to the outside system, and the way of its answer. */
interface Way {
  there(): Promise<void>
  back(): Promise<void>
}

function calling(given: Conducting, { there, back }: Way): Handle {
  return async (key, version) => {
    tell(given, { kind: 'began', key, version })
    await there()
    tell(given, { kind: 'applied', key, version })
    await back()
    tell(given, { kind: 'ended', key, version })
  }
}

function halfACall(): Promise<void> {
  return pause(CALL_SECONDS / 2)
}

function tell({ book, life }: Conducting, line: Pick<Line, 'kind' | 'key' | 'version'>): void {
  book.write({ ...line, life })
}
