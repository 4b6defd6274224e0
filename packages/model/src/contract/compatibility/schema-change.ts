/** Whose documents a schema describes: what we read, what we write, or both. */
export type ContractDirection = 'reader' | 'writer' | 'both'

/** Whether a change of a schema leaves the other side working. */
export type Compatibility = 'compatible' | 'breaking'

/** One difference between two schemas: where, by which rule it is judged, and what it means. */
export interface SchemaChange {
  /** JSON Pointer into the later schema, or into the earlier one for what was removed. */
  readonly pointer: string
  /** What happened, kebab-case: `enum-value-added`, `required-removed`, `minimum-raised`. */
  readonly rule: string
  readonly verdict: Compatibility
  /** One sentence that needs no knowledge of JSON Schema. */
  readonly message: string
}

/**
 * What a difference does to the set of accepted documents.
 *
 * `different` is both or undecidable; `annotation` says nothing about documents.
 */
export type Shift = 'annotation' | 'same' | 'wider' | 'narrower' | 'different'

/** A difference before anyone has said who reads and who writes. */
export interface SchemaShift {
  readonly pointer: string
  readonly rule: string
  readonly shift: Shift
  readonly message: string
}

const BREAKS: Readonly<Record<ContractDirection, readonly Shift[]>> = {
  reader: ['narrower', 'different'],
  writer: ['wider', 'different'],
  both: ['narrower', 'wider', 'different'],
}

/** The verdict on one shift: who reads must go on accepting, who writes must not send more. */
export function judgeShift(
  { shift, ...told }: SchemaShift,
  direction: ContractDirection,
): SchemaChange {
  const verdict = BREAKS[direction].includes(shift) ? 'breaking' : 'compatible'
  return { ...told, verdict }
}

/** Whether any of the shifts says something about documents. */
export function hasMeaning(shifts: readonly SchemaShift[]): boolean {
  return shifts.some(({ shift }) => shift !== 'annotation')
}

/** How far two schemas are apart: 0 the same, 1 one contains the other, 2 neither does. */
export function distanceOf(shifts: readonly SchemaShift[]): 0 | 1 | 2 {
  const kinds = new Set(shifts.map(({ shift }) => shift))
  if (kinds.has('different') || (kinds.has('wider') && kinds.has('narrower'))) return 2
  return kinds.has('wider') || kinds.has('narrower') ? 1 : 0
}
