import type { Env } from '@canonry/pack'

/** Lets loops sleep until there may be something to do. */
export interface Pulse {
  /** How often it has beaten: what a loop saw before it looked for work. */
  beats(): number
  beat(): void
  /** Resolves after `ms`, or as soon as it has beaten more often than `seen`. */
  rest(ms: number, seen: number): Promise<void>
}

/** A pulse on the environment's time. */
export function createPulse(env: Env): Pulse {
  let beats = 0
  let resting = new AbortController()
  return {
    beats: () => beats,
    beat: () => {
      beats++
      // a reason of its own: making the default one costs more than the rest
      resting.abort('beat')
      resting = new AbortController()
    },
    rest: async (ms, seen) => {
      if (seen === beats) await env.sleep(ms, resting.signal)
    },
  }
}
