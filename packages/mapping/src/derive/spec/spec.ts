import type { Result } from 'neverthrow'

/**
 * What an official specification says a document holds, whatever language it is written in.
 *
 * Specifications contain themselves, so what is inside a field is found out only when it is asked.
 */
export interface Spec {
  /** Which specification it is, and which type of it. */
  readonly title: string
  content(): SpecContent
}

/** What is inside a document or a field. */
export interface SpecContent {
  readonly fields: readonly SpecField[]
  /** Anything may stand here: the specification does not say what. */
  readonly isOpen: boolean
  /** What was cut short, and why. */
  readonly note?: string
  /** The part of the specification that says so; the same where it contains itself. */
  readonly is: object
}

/** One field of a specification. */
export interface SpecField {
  /** Its key; `*` for any element of a list and any key of a map. */
  readonly name: string
  /** Why it should no longer be used. */
  readonly deprecated?: string
  /** A field beside it that holds the same data: `edges` beside `nodes`. */
  readonly twin?: string
  /** It says how to go on reading, and nothing about the thing itself. */
  readonly isPaging?: true
  content(): SpecContent
}

/** Why a specification cannot be used: it is none, has no such type, or describes no field of it. */
export interface SpecFailure {
  readonly kind: 'unknown-format' | 'no-such-type' | 'no-fields'
  readonly message: string
}

/** A specification, or why there is none. */
export type SpecResult = Result<Spec, SpecFailure>

/** The name of any element. */
export const ANY = '*'

/** What a deprecation without a reason says. */
export const NO_REASON = 'deprecated without a reason'
