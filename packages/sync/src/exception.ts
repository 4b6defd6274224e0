import type { EntityName, Instant, Money, Ref } from '@canonry/model'
import type { OwnerRole } from '@canonry/pack'

/** One thing that is wrong with a document: the rule, and where it broke on both sides. */
export interface FieldError {
  readonly rule: string
  /** JSON Pointer into the wire document. */
  readonly wire: string
  /** JSON Pointer into the entity. */
  readonly entity: string
  readonly message: string
}

/** What an exception is about, where a person can act on it; see `Sync.resume`. */
export type ExceptionSubject =
  /** An effect, by the key of the row that failed, and its lane. */
  | { readonly kind: 'effect'; readonly key: string; readonly lane: string }
  /** A fact, by its place in the journal. */
  | { readonly kind: 'fact'; readonly shard: number; readonly seq: number }
  /** A document that is still to be read. */
  | { readonly kind: 'read'; readonly id: string }

/** How a person solved an exception; one without it solved itself. */
export interface Resolution {
  readonly kind: 'resumed' | 'redriven' | 'dismissed' | 'replayed'
  readonly actor: string
  readonly why: string
}

/** What the core says about a problem when it opens, or opens again, an exception. */
export interface ExceptionDraft {
  /** Equal for every failure of one thing: they all update one open exception. */
  readonly fingerprint: string
  /** Kebab-case, what happened: `dependency-missing`, `unreadable-document`. */
  readonly reason: string
  readonly owner: OwnerRole
  /** The connection's id; `-` for what concerns none. */
  readonly connection: string
  readonly entity?: EntityName
  /** The thing in its source. */
  readonly ref?: Ref
  readonly message: string
  readonly suggestedFix: string
  readonly errors?: readonly FieldError[]
  /** The money that waits, where the entity has an amount: an order's total, a refund, a payout. */
  readonly valueAtStake?: Money
  /** Absent for what concerns a whole connection or the worker: it solves itself. */
  readonly subject?: ExceptionSubject
}

/**
 * A problem that a person must see: what, where, why, who solves it, and how.
 *
 * Holds no personal data and no secret. `failures` counts what came together under it; one that
 * solves itself is resolved by the core.
 */
export interface Exception extends ExceptionDraft {
  readonly id: string
  /** Equal for what fails alike, whatever document it is: a connection, a reason, and a kind of message. */
  readonly cause: string
  readonly state: 'open' | 'resolved'
  readonly failures: number
  /** When it was first seen. */
  readonly openedAt: Instant
  /** When it was last seen, or resolved. */
  readonly updatedAt: Instant
  readonly resolvedAt?: Instant
  readonly resolution?: Resolution
}

/** The exception that a draft opens at an instant. */
export function openException(
  draft: ExceptionDraft,
  { id, at }: { readonly id: string; readonly at: Instant },
): Exception {
  const cause = causeOf(draft)
  return { ...draft, id, cause, state: 'open', failures: 1, openedAt: at, updatedAt: at }
}

/** An open exception after one more failure of the same thing; the newest failure is what it shows. */
export function repeatException(
  open: Exception,
  { draft, at }: { readonly draft: ExceptionDraft; readonly at: Instant },
): Exception {
  const { id, openedAt, failures } = open
  const cause = causeOf(draft)
  return { ...draft, id, cause, state: 'open', openedAt, failures: failures + 1, updatedAt: at }
}

const CAUSE_LENGTH = 120

// names, numbers and quoted words tell one document from another, not one cause from another
function causeOf({ connection, reason, message }: ExceptionDraft): string {
  const kind = message
    .slice(0, 2 * CAUSE_LENGTH)
    .replace(/"[^"]*"|'[^']*'/g, '*')
    .replace(/\S*\d\S*/g, '*')
  return `${connection}|${reason}|${kind.slice(0, CAUSE_LENGTH)}`
}

/** The exception once it is solved. */
export function resolveException(
  open: Exception,
  { at, resolution }: { readonly at: Instant; readonly resolution?: Resolution | undefined },
): Exception {
  const resolved = { ...open, state: 'resolved', updatedAt: at, resolvedAt: at } as const
  return resolution ? { ...resolved, resolution } : resolved
}
