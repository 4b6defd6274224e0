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
  readonly valueAtStake?: Money
}

/**
 * A problem that a person must see: what, where, why, who solves it, and how.
 *
 * Holds no personal data and no secret. `failures` counts what came together under it; one that
 * solves itself is resolved by the core.
 */
export interface Exception extends ExceptionDraft {
  readonly id: string
  readonly state: 'open' | 'resolved'
  readonly failures: number
  readonly openedAt: Instant
  readonly updatedAt: Instant
  readonly resolvedAt?: Instant
}

/** The exception that a draft opens at an instant. */
export function openException(
  draft: ExceptionDraft,
  { id, at }: { readonly id: string; readonly at: Instant },
): Exception {
  return { ...draft, id, state: 'open', failures: 1, openedAt: at, updatedAt: at }
}

/** An open exception after one more failure of the same thing; the newest failure is what it shows. */
export function repeatException(
  open: Exception,
  { draft, at }: { readonly draft: ExceptionDraft; readonly at: Instant },
): Exception {
  const { id, openedAt, failures } = open
  return { ...draft, id, state: 'open', openedAt, failures: failures + 1, updatedAt: at }
}

/** The exception once it is solved. */
export function resolveException(open: Exception, at: Instant): Exception {
  return { ...open, state: 'resolved', updatedAt: at, resolvedAt: at }
}
