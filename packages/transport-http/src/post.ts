import type { ResultAsync } from 'neverthrow'

/** One request of a webhook. */
export interface HttpPost {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Ends it when its time is over. */
  readonly signal: AbortSignal
}

/** What of an answer counts: its body is read no further than needed, and kept nowhere. */
export interface HttpAnswer {
  readonly status: number
  readonly retryAfter?: string
}

/**
 * Why there is no answer. `refused`: the address must not be called. `not-sent`: surely nothing
 * reached the endpoint. `no-answer`: it may have been received.
 */
export interface PostFailure {
  readonly kind: 'refused' | 'not-sent' | 'no-answer'
  /** What happened and what to do; without secrets. */
  readonly message: string
}

/** Posts, follows no redirect, and never throws for what happens on the network. */
export type Post = (post: HttpPost) => ResultAsync<HttpAnswer, PostFailure>
