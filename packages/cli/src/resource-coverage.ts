import type { Coverage } from '@canonry/mapping'

/** One resource, beside the specification that it was measured against. */
export interface ResourceCoverage extends Coverage {
  readonly resource: string
}
