/**
 * Everything that is not decided by input: time, waiting, chance, ids and the network.
 *
 * Core and connectors take these from here alone, so that a whole run can be simulated.
 */
export interface Env {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /**
   * Milliseconds of the machine's own time since a moment that stays: how long work takes is measured
   * with it. A clock that runs faster than the machine's makes no difference to it.
   */
  elapsed(): number
  /** Resolves after `ms` of this environment's time, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** A number in [0, 1). */
  random(): number
  /** A UUID that is never given twice; those of one moment lie close together in an index. */
  uuid(): string
  fetch(request: Request): Promise<Response>
}

/** A clock that starts at `origin` (epoch ms) and runs `speed` times as fast as the machine's. */
export interface FastClock {
  readonly origin: number
  readonly speed: number
}

// who looks again every 250 ms would on a fast clock do nothing but look
const LEAST_WAIT_MS = 50

/**
 * The real environment: the machine's clock, randomness and network.
 *
 * With a {@link FastClock} every process that is given the same one tells the same time, and waits
 * are shortened accordingly, though none below 50 ms of the machine's time that was longer.
 */
export function systemEnv(clock?: FastClock): Env {
  const { origin, speed } = clock ?? { origin: 0, speed: 1 }
  const now = () => (clock ? Math.round(origin + (Date.now() - origin) * speed) : Date.now())
  return {
    now,
    elapsed: () => performance.now(),
    sleep: (ms, signal) => wait(Math.max(ms / speed, Math.min(ms, LEAST_WAIT_MS)), signal),
    random: Math.random,
    uuid: () => timeOrdered(crypto.randomUUID(), now()),
    fetch: (request) => fetch(request),
  }
}

// UUID version 7, RFC 9562, 5.7: 48 bits of Unix milliseconds before what is random
function timeOrdered(random: string, ms: number): string {
  const time = ms.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`
}

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    // a timer of no time still waits a millisecond: this only lets others go first
    if (ms <= 0) return void setImmediate(resolve)
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
  })
}
