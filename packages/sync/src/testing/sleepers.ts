interface Sleeper {
  readonly at: number
  wake(): void
}

/** Time that stands still, and those who sleep in it. */
export interface Sleepers {
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Moves time to the next sleeper that is due by `until` and wakes it; `false` when there is none. */
  wakeNext(until: number): boolean
  /** Moves time on without waking anybody. */
  moveTo(ms: number): void
}

/** Time that starts at `start` and moves only when it is told to. */
export function createSleepers(start: number): Sleepers {
  let now = start
  const sleepers = new Set<Sleeper>()
  return {
    now: () => now,
    moveTo: (ms) => {
      now = Math.max(now, ms)
    },
    wakeNext: (until) => {
      const sleeper = [...sleepers].reduce<Sleeper | undefined>(earlier, undefined)
      if (!sleeper || sleeper.at > until) return false
      now = Math.max(now, sleeper.at)
      sleeper.wake()
      return true
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const sleeper = { at: now + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake, { once: true })
        function wake(): void {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
      }),
  }
}

function earlier(best: Sleeper | undefined, sleeper: Sleeper): Sleeper {
  return best && best.at <= sleeper.at ? best : sleeper
}
