/** How fast things happen in a world, where chance does not say it. */
export interface Pace {
  /** Between two steps. */
  readonly gapMs: number
  /** How long after the last step things may still go wrong. */
  readonly faultyMs: number
  readonly processes: readonly string[]
}
