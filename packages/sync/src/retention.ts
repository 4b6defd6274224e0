import { durationMs } from './duration.js'
import type { Expiry } from './store/expiry.js'

/**
 * How long bodies are kept, as durations like `90d`; what is not named is kept as long as the tenant is.
 *
 * Rows, hashes, timelines and the audit log stay, as after an erasure, and so does what is needed: the
 * last that each source said, what is not processed, not ended, or in an open exception.
 */
export interface RetentionRules {
  /** After it was received: what a connection told, as it was received. A replay reads no further. */
  readonly facts?: string
  /** After it ended: what a system was told. */
  readonly effects?: string
}

/** What a beat at `now` lets expire; nothing where no rule asks for it. */
export function expiryOf(
  { facts, effects }: RetentionRules,
  now: number,
): { readonly expire?: Expiry } {
  if (facts === undefined && effects === undefined) return {}
  return {
    expire: {
      ...(facts !== undefined && { facts: now - durationMs(facts) }),
      ...(effects !== undefined && { effects: now - durationMs(effects) }),
    },
  }
}
