import type { Instant } from '@canonry/model'

/** Who does something, and why; both are kept for ever and are never empty. */
export interface By {
  /** The id of a person or of a service that acts for one; no name, no address. */
  readonly actor: string
  /** The reason in the person's own words, without personal data. */
  readonly why: string
}

/** What people do to a sync. */
export type ActKind =
  | 'resume'
  | 'redrive'
  | 'dismiss'
  | 'pause'
  | 'unpause'
  | 'replay'
  | 'approve'
  | 'erase'

/** One thing that a person did: what, to what, who, when, why. Never changed, never deleted. */
export interface Act extends By {
  readonly id: string
  readonly kind: ActKind
  /** The id of an exception or of a connection, the hash of a preview or a plan, or names of flows. */
  readonly about: string
  readonly at: Instant
}

/** Throws when nobody says who acts, or why. */
export function checkBy(by: By): void {
  const { actor, why } = (by ?? {}) as Partial<By>
  if (!isSaid(actor)) throw new Error('nobody acts: give `actor` the id of who does this')
  if (!isSaid(why)) throw new Error('no reason is given: say in `why` what this is done for')
}

function isSaid(text: unknown): boolean {
  return typeof text === 'string' && text.trim() !== ''
}
