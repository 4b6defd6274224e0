import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type {
  Delivery,
  PullMessages,
  Transport,
  TransportEnv,
  TransportFailure,
} from '../../transport/transport.js'
import { createMessageQueue, type MessageQueue, type QueueLimits } from './message-queue.js'

/** What {@link memoryBroker} may be given; each has a default. */
export interface MemoryBrokerOptions {
  /** How long a delivery is held; default 30 s. */
  readonly holdMs?: number
  /** For how long an id is not accepted again; default two minutes. */
  readonly dedupeMs?: number
  /** The most bytes of a body; default 1 MiB. */
  readonly maxBytes?: number
  /** The most messages that are not done; what comes then is `throttled`. Default 100,000. */
  readonly room?: number
}

/** A broker in memory, for tests. */
export interface MemoryBroker {
  /**
   * One more transport to it, as another process has one. With `losesAnswers`, what it publishes is
   * accepted while that holds, and the answer never comes: `unknown`.
   */
  transport(trouble?: { readonly losesAnswers: () => boolean }): Transport
  /** How many messages are not done. */
  readonly depth: number
}

interface Place {
  readonly queue: MessageQueue
  readonly limits: QueueLimits
  /** Ends the waits of all who pull. */
  readonly waiting: Set<AbortController>
}

const DEFAULTS: QueueLimits = {
  holdMs: 30_000,
  dedupeMs: 120_000,
  maxBytes: 1024 * 1024,
  room: 100_000,
}
const MAX_BATCH = 1_000
const CLOSED: TransportFailure = {
  kind: 'closed',
  message: 'the transport was closed: open another one',
}

/**
 * A broker that lives as long as the process: ordered by key, with redelivery, deduplication and
 * delays, all on the clock of the environment that a transport is opened with.
 */
export function memoryBroker(options: MemoryBrokerOptions = {}): MemoryBroker {
  const limits = { ...DEFAULTS, ...options }
  const place = { queue: createMessageQueue(limits), limits, waiting: new Set<AbortController>() }
  return {
    transport: (trouble) => transportTo(place, trouble?.losesAnswers ?? (() => false)),
    get depth() {
      return place.queue.depth
    },
  }
}

function transportTo(place: Place, losesAnswers: () => boolean): Transport {
  const { queue, limits, waiting } = place
  let env: TransportEnv | undefined
  let isClosed = false
  const opened = (): TransportEnv => {
    if (env) return env
    throw new Error('the transport was not opened: call open first')
  }
  const unlessClosed = <T>(work: () => T): ResultAsync<T, TransportFailure> =>
    isClosed ? errAsync(CLOSED) : okAsync(work())
  return {
    name: 'memory',
    capabilities: capabilitiesOf(limits),
    open: (ports) =>
      unlessClosed(() => {
        env ??= ports.env
      }),
    publish: async (batch) => {
      if (isClosed) return batch.map(() => rejectedAsClosed())
      const answers = batch.map((envelope) => queue.put(envelope, opened().now()))
      for (const each of waiting) each.abort()
      if (!losesAnswers()) return answers
      return answers.map(() => ({ kind: 'unknown', message: 'the answer was lost' }))
    },
    pull: (request) => {
      if (isClosed) return errAsync(CLOSED)
      return ResultAsync.fromSafePromise(take(place, opened(), request))
    },
    acknowledge: (batch) =>
      unlessClosed(() => {
        const settled = batch.map((each) => queue.settle(each, opened().now()))
        for (const each of waiting) each.abort()
        return settled
      }),
    lag: () => unlessClosed(() => ({ depth: queue.depth })),
    close: () => {
      isClosed = true
      return okAsync(undefined)
    },
  }
}

async function take(
  { queue, waiting }: Place,
  env: TransportEnv,
  { max, waitMs, signal }: PullMessages,
): Promise<readonly Delivery[]> {
  const until = env.now() + waitMs
  for (;;) {
    const now = env.now()
    const taken = queue.take(Math.min(max, MAX_BATCH), now)
    if (taken.length > 0 || now >= until || signal?.aborted) return taken
    const woken = new AbortController()
    const wake = () => woken.abort()
    waiting.add(woken)
    signal?.addEventListener('abort', wake, { once: true })
    await env.sleep(Math.min(until, queue.nextAt(now) ?? until) - now, woken.signal)
    signal?.removeEventListener('abort', wake)
    waiting.delete(woken)
  }
}

function capabilitiesOf({ dedupeMs, maxBytes, holdMs }: QueueLimits): Transport['capabilities'] {
  return {
    publishes: true,
    pulls: true,
    order: 'key',
    dedupeMs,
    countsDeliveries: true,
    delays: true,
    extends: true,
    holdMs,
    maxBatch: MAX_BATCH,
    maxBytes,
  }
}

function rejectedAsClosed() {
  return {
    kind: 'rejected',
    failure: { kind: 'transient.definite', message: CLOSED.message },
  } as const
}
