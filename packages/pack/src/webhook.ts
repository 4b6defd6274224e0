import type { Result } from 'neverthrow'

/** What a delivery says of itself; nothing of it is trusted before the signature is checked. */
export interface WebhookHead {
  readonly topic: string
  /** The account the delivery claims to come from. */
  readonly account?: string
  /** Names the event: equal for every delivery of it. */
  readonly eventId?: string
  readonly apiVersion?: string
  /** A hint for the order of events of one thing, as the source counts. */
  readonly orderHint?: string
}

/** Checks a signature over raw bytes as they arrive. */
export interface SignatureCheck {
  update(chunk: Uint8Array): void
  /** Whether the signature holds for all bytes so far, with any of the accepted secrets; constant time. */
  holds(): boolean
}

/** What {@link WebhookRules.begin} is given. */
export interface SignedHead {
  readonly headers: Headers
  readonly url: string
  readonly secrets: readonly string[]
}

/** How a system signs and labels its webhooks. */
export interface WebhookRules {
  /** Starts the signature check, or says that there is nothing to check. */
  begin(head: SignedHead): Result<SignatureCheck, { readonly kind: 'unsigned' }>
  /**
   * Reads what a delivery says of itself; `undefined` when it is none of this system's.
   *
   * `start` gives the beginning of the body's text, for systems that say there what others say in
   * headers. Where that was not enough, all of it is offered.
   */
  head(headers: Headers, start: () => string): WebhookHead | undefined
  /** The resource that a topic carries, or `undefined` for a topic that the pack does not map. */
  resource(topic: string): string | undefined
  /**
   * Whether a topic says that its root document exists no longer; its body needs to hold no more
   * than the id. Default: no topic does.
   */
  deletes?(topic: string): boolean
  /**
   * Whether the body of a topic does no more than name its root document, which is read then: the
   * routing key is the id of what is read. Default: no topic is thin.
   */
  thin?(topic: string): boolean
  /**
   * The version of its document that the body of a thin topic tells of, as {@link Resource.version}
   * gives it. Where that one is known already, or a newer one, nothing is read. Only for sources in
   * which two states never share a version. Default: what is told of is always read.
   */
  version?(topic: string, text: string): string | undefined
  /** The id of the root document, from the first bytes of the text and without reading all of it. */
  routingKey(topic: string, start: string): string | undefined
}
