import type { BodyLabel } from '@canonry/sync'
import type { SqlRow } from './pool-like.js'
import { parsed } from './scope.js'

/** What may have a label. */
interface Labelled {
  readonly label?: BodyLabel | undefined
}

/** What a body belongs to: the column by which it is found. */
export function subjectIn({ label }: Labelled): string | null {
  return label?.subject ?? null
}

/** A label as its column holds it, whatever stands in it. */
export function labelColumn({ label }: Labelled): string | null {
  return label ? JSON.stringify(label) : null
}

/** The label of a body, from a row of it. */
export function labelIn({ label }: SqlRow): { readonly label?: BodyLabel } {
  return typeof label === 'string' ? { label: parsed<BodyLabel>(label) } : {}
}
