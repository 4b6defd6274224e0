import { monitorEventLoopDelay } from 'node:perf_hooks'

/** For how long the event loop was held, in milliseconds. */
export interface Held {
  /** The longest turn. */
  readonly longestMs: number
  /** All but a hundredth of the turns were no longer. */
  readonly mostMs: number
}

/** Watches the event loop until it is told to stop. */
export function watchEventLoop(): { stop(): Held } {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  return {
    stop: () => {
      delays.disable()
      return { longestMs: delays.max / 1e6, mostMs: delays.percentile(99) / 1e6 }
    },
  }
}
