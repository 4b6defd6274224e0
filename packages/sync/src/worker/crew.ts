import type { Worker } from '../sync-api.js'

/** The workers that one sync has begun: one, or several where the store lets them. */
export interface Crew {
  /** Counts a worker in from when it begins to start until it has stopped. */
  join(starting: Promise<Worker>): Promise<Worker>
  /** Stops all that started, and all that are about to. */
  stop(): Promise<void>
}

/** A crew of nobody. */
export function createCrew(): Crew {
  const members = new Set<Promise<Worker>>()
  return {
    join: async (starting) => {
      members.add(starting)
      const leave = () => {
        members.delete(starting)
      }
      // who never began need not be stopped
      starting.catch(leave)
      const { ended, stop: stopIt } = await starting
      const stop = () => stopIt().finally(leave)
      return { ended, stop, [Symbol.asyncDispose]: stop }
    },
    stop: async () => {
      await Promise.all([...members].map(stopOne))
    },
  }
}

async function stopOne(starting: Promise<Worker>): Promise<void> {
  const worker = await starting.catch(() => undefined)
  await worker?.stop()
}
