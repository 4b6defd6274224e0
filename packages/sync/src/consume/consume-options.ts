import type { IngestDocument } from '../receive/ingest.js'
import type { Delivery, Transport, TransportFailure } from '../transport/transport.js'

/** What a message is: a document of a connection, or nothing that is known here. */
export type Consumed =
  | { readonly connection: string; readonly document: IngestDocument }
  | { readonly foreign: string }

/** How the messages of a transport become facts. */
export interface ConsumeOptions {
  /**
   * Says what a message is; `foreign` why it is none of ours. Without an event id of its own the
   * document has the message's. What throws is tried ten times in all, where the transport counts.
   */
  to(delivery: Delivery): Consumed
  /**
   * Where messages go that cannot be taken, before they are rejected. Without it the exception tells
   * of them, and their bodies are what the broker keeps of rejected messages.
   */
  readonly park?: Transport
  /** The most messages that are held at once; default 1,000, at least 2. */
  readonly atOnce?: number
}

/** Messages being consumed; `await using` stops it at the end of the block. */
export interface Consuming extends AsyncDisposable {
  /** Pulls nothing more, finishes what is held, and closes the transports. */
  stop(): Promise<void>
  /**
   * Resolves once nothing is consumed any more: with nothing after `stop`, with the reason when the
   * transport is not what it must be, or was closed.
   */
  readonly ended: Promise<TransportFailure | undefined>
}
