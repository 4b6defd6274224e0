import { createDueFloors, type DueFloors } from './due-floors.js'

/** By name, the number from which on something is to be looked for; where nothing is known, 0. */
export interface Floor {
  at(name: string): number
  /** Nothing below it will ever be found again: only what was committed may say so. */
  raise(name: string, to: number): void
}

/**
 * From where on a worker looks into indexes whose beginnings hold what ended long ago.
 *
 * While somebody holds a snapshot nothing that ended is vacuumed, and whoever looks for the first of
 * what is open goes past all of it. Numbers only rise, so what was once known of the least of them
 * holds for good; it is forgotten at every beat all the same, since a server that takes over from
 * another may have gone back in time. Who does not work as a worker knows nothing, and looks from the
 * beginning.
 */
export interface Floors {
  /** By lane: the least number of an open effect. */
  readonly lanes: Floor
  /** By canonical id: the least number of an effect that is shown of the entity. */
  readonly shown: Floor
  /** By canonical id: the least number of an open effect. */
  readonly open: Floor
  /** By connection: the least number of a lease whose effect is still held. */
  readonly held: Floor
  /** What is due; unlike the others, this may miss something for a second. */
  readonly due: DueFloors
  /** A beat: begins to know, and forgets what was known. */
  renew(): void
  /** Knows nothing from now on. */
  stop(): void
}

// a lane that is so seldom used has little behind it
const MOST_KNOWN = 100_000

/** Floors of one tenant in one process. */
export function createFloors(): Floors {
  let isWorking = false
  const maps: Map<string, number>[] = []
  const floor = (): Floor => {
    const known = new Map<string, number>()
    maps.push(known)
    return {
      at: (name) => known.get(name) ?? 0,
      raise: (name, to) => {
        if (isWorking && (known.has(name) || known.size < MOST_KNOWN)) known.set(name, to)
      },
    }
  }
  const due = createDueFloors()
  const forget = () => {
    for (const known of maps) known.clear()
    due.forget()
  }
  return {
    lanes: floor(),
    shown: floor(),
    open: floor(),
    held: floor(),
    due,
    renew: () => {
      forget()
      isWorking = true
    },
    stop: () => {
      isWorking = false
      forget()
    },
  }
}
