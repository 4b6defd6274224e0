import type { SlaEvent } from '../effects/sla.js'

/** What a sync tells while its worker runs, by name. */
export interface SyncEvents {
  readonly 'sla-warned': SlaEvent
  readonly 'sla-breached': SlaEvent
}

/** Those who listen to a sync. */
export interface Listeners {
  /** Answers how to stop listening. */
  on<Name extends keyof SyncEvents>(
    name: Name,
    listener: (event: SyncEvents[Name]) => void,
  ): () => void
  tell(events: readonly SlaEvent[]): void
}

/** Nobody yet; a listener that throws, at once or later, is counted, and disturbs nobody. */
export function createListeners(count: (name: string) => void): Listeners {
  const all = new Map<keyof SyncEvents, Set<(event: SlaEvent) => void>>()
  return {
    on: (name, listener) => {
      const own = all.get(name) ?? new Set()
      all.set(name, own.add(listener))
      return () => void own.delete(listener)
    },
    tell: (events) => {
      for (const event of events) {
        for (const listener of all.get(event.kind) ?? []) tellSafely(() => listener(event), count)
      }
    },
  }
}

function tellSafely(tell: () => unknown, count: (name: string) => void): void {
  const failed = () => count('listeners.failed')
  try {
    // of one that is async: a broken promise that nobody waits for ends the process
    const told = tell()
    if (told instanceof Promise) told.catch(failed)
  } catch {
    failed()
  }
}
