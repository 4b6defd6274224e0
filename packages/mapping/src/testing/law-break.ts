import type { Discrepancy } from './discrepancy.js'
import type { FoundRule } from './find-rule.js'

/** Values that a law was tried with, by name. */
export type Sample = Readonly<Record<string, unknown>>

/** A broken law, with the smallest example that was found. */
export interface LawBreak {
  readonly law: string
  readonly mapping: string
  readonly discrepancy: Discrepancy
  /** The rule that the place belongs to, where one does. */
  readonly rule?: FoundRule
  readonly sample: Sample
  /** Which recorded document it is, counted from 1; absent for generated values. */
  readonly recorded?: number
  /** Repeats the failure; absent for recorded documents. */
  readonly seed?: number
}
