import type { Env } from '@canonry/pack'

/** What loops of a worker look for; several may look for the same. */
export type Work = 'facts' | 'reads' | 'pulls' | 'effects' | 'outbox' | 'newer shapes'

/** Lets loops sleep until there may be something to do. */
export interface Pulse {
  /** How often it has beaten for some work: what a loop saw before it looked for it. */
  beats(work: Work): number
  /** Says that there may be work of these kinds, or of any. */
  beat(work?: readonly Work[]): void
  /** Resolves after `ms`, or as soon as it has beaten for the work more often than `seen`. */
  rest(work: Work, until: { readonly ms: number; readonly seen: number }): Promise<void>
}

/** What wakes the loops of one kind of work. */
interface Bell {
  beats: number
  resting: AbortController
}

/** A pulse on the environment's time. */
export function createPulse(env: Env): Pulse {
  const bells = new Map<Work, Bell>()
  const bellOf = (work: Work): Bell => {
    const known = bells.get(work) ?? { beats: 0, resting: new AbortController() }
    bells.set(work, known)
    return known
  }
  return {
    beats: (work) => bellOf(work).beats,
    beat: (work = [...bells.keys()]) => {
      for (const each of work) {
        const bell = bellOf(each)
        bell.beats++
        // a reason of its own: making the default one costs more than the rest
        bell.resting.abort('beat')
        bell.resting = new AbortController()
      }
    },
    rest: async (work, { ms, seen }) => {
      const { beats, resting } = bellOf(work)
      if (seen === beats) await env.sleep(ms, resting.signal)
    },
  }
}
