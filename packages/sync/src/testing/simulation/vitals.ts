import type { Clockwork } from './clockwork.js'

/** Whether a process lives, and whether it stands still. */
export interface Vitals {
  isAlive(): boolean
  isPaused(): boolean
  /** Nothing of it goes on any more, and no answer reaches it. */
  die(): void
  /** Lets it stand still from now on. */
  pause(ms: number): void
  /** Does something of the process once it is not paused, and never when it is dead. */
  soon(ms: number, act: () => void): void
}

/** A process that has just been born. */
export function createVitals(clockwork: Clockwork, onDeath: () => void): Vitals {
  let isAlive = true
  let pausedUntil = 0
  const soon = (ms: number, act: () => void): void =>
    clockwork.after(ms, () => {
      const wait = pausedUntil - clockwork.now()
      if (isAlive && wait > 0) soon(wait, act)
      else if (isAlive) act()
    })
  return {
    isAlive: () => isAlive,
    isPaused: () => pausedUntil > clockwork.now(),
    soon,
    pause: (ms) => {
      pausedUntil = clockwork.now() + ms
    },
    die: () => {
      if (!isAlive) return
      isAlive = false
      onDeath()
    },
  }
}
