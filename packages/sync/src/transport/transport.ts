import type { Env, Failure } from '@canonry/pack'
import type { ResultAsync } from 'neverthrow'

/**
 * What a transport offers; it claims nothing that its conformance cannot show.
 *
 * Whatever is missing here the core does itself, so no promise of the core rests on a broker.
 */
export interface TransportCapabilities {
  /** Whether messages can be published through it, pulled from it, or both. */
  readonly publishes: boolean
  readonly pulls: boolean
  /** Whether messages of one key are pulled in the order in which they were accepted. */
  readonly order: 'none' | 'key'
  /** For how long an id that was accepted is not accepted a second time; 0 where it is not known. */
  readonly dedupeMs: number
  /** Whether a delivery says how often it was delivered. */
  readonly countsDeliveries: boolean
  /** Whether `retry` may name a delay. */
  readonly delays: boolean
  /** Whether the time that a delivery is held may be extended. */
  readonly extends: boolean
  /** How long a delivery is held; absent where that is not a matter of time. */
  readonly holdMs?: number
  /** The most messages of one `publish` or `pull`. */
  readonly maxBatch: number
  /** The most bytes that a body may have. */
  readonly maxBytes: number
}

/** One message: bytes under an id, with a key in whose order it stands. */
export interface Envelope {
  /** Names the message for ever: who publishes it again gives the same id. */
  readonly id: string
  /** Messages of one key keep their order; those of different keys may pass each other. */
  readonly key: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** A message that was pulled and is held until it is acknowledged, or its time is over. */
export interface Delivery extends Envelope {
  /** What the transport needs to acknowledge it; means nothing to anybody else. */
  readonly receipt: unknown
  /** How often it was delivered, this time included; where the transport counts. */
  readonly deliveries?: number
}

/** What became of one published message. `unknown`: it may have been accepted, the answer was lost. */
export type Published =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'rejected'; readonly failure: Failure }
  | { readonly kind: 'unknown'; readonly message: string }

/** How many messages to pull, and how long to wait for the first. */
export interface PullMessages {
  readonly max: number
  readonly waitMs: number
  /** Ends the waiting early; what was pulled until then is answered. */
  readonly signal?: AbortSignal
}

/** What is said about one delivery. */
export interface Acknowledgement {
  readonly receipt: unknown
  /**
   * `done`: it is safe elsewhere. `retry`: deliver it again, after `delayMs` where the transport
   * delays. `reject`: never deliver it again. `extend`: it is still worked on.
   */
  readonly as: 'done' | 'retry' | 'reject' | 'extend'
  readonly delayMs?: number
}

/** What became of an acknowledgement; `lost`: it may be held no more, so it may be delivered again. */
export type Acknowledged = 'ok' | 'lost'

/**
 * Why a transport did not do what it was asked, as a whole.
 *
 * `unreachable`: no answer, trying again makes sense. `refused`: wrong credentials, or no right to do
 * it. `misconfigured`: what is needed is missing or is something else. `closed`: after `close`.
 */
export interface TransportFailure {
  readonly kind: 'unreachable' | 'refused' | 'misconfigured' | 'closed'
  /** What happened and what to do; without secrets. */
  readonly message: string
  readonly cause?: unknown
}

/** What a transport is opened with. */
export interface TransportPorts {
  readonly env: TransportEnv
}

/**
 * The environment of a transport: without the network of connectors, which ends with their worker. A
 * transport has connections of its own, and outlives workers.
 */
export type TransportEnv = Omit<Env, 'fetch'>

/**
 * A way for messages to come in and go out: a broker, or webhooks.
 *
 * All that is asked is that what was accepted is delivered at least once, and that the capabilities
 * are true. A transport is never a store: who pulls journals first, and acknowledges then.
 */
export interface Transport {
  /** Names the transport in messages to people: `nats`, `http`. */
  readonly name: string
  readonly capabilities: TransportCapabilities
  /** Connects, and checks that what it needs is there. Opened once; again is the same. */
  open(ports: TransportPorts): ResultAsync<void, TransportFailure>
  /** One answer per message, in order, each after the transport has made it durable. */
  publish(batch: readonly Envelope[]): Promise<readonly Published[]>
  /**
   * Up to `max` messages, as soon as there is one; none after `waitMs`. Messages that are held do not
   * come again before their time is over. Where order is kept, what comes of a key begins with the
   * oldest that is not done: while that is held or put off, nothing of the key comes to anybody.
   */
  pull(request: PullMessages): ResultAsync<readonly Delivery[], TransportFailure>
  /** One answer per acknowledgement, in order. */
  acknowledge(
    batch: readonly Acknowledgement[],
  ): ResultAsync<readonly Acknowledged[], TransportFailure>
  /** How many messages wait, and for how long the oldest has, where that is known. */
  lag?(): ResultAsync<{ readonly depth: number; readonly oldestMs?: number }, TransportFailure>
  /**
   * Takes nothing new and waits, at most `drainMs`, for what is on its way. What is held then comes
   * again elsewhere.
   */
  close(options: { readonly drainMs: number }): ResultAsync<void, TransportFailure>
}
