/** Property values under the platform's own spelling. */
export type Fields = Record<string, unknown>

/** A record as the simulated account keeps it. */
export interface StoredRecord {
  readonly type: string
  readonly id: string
  externalId?: string
  fields: Fields
  sublists: Record<string, Fields[]>
  readonly createdAt: number
  modifiedAt: number
  /** Writes after the first. */
  updates: number
  /** The highest element key that each sublist ever gave out: keys are never given out twice. */
  lastKeys: Record<string, number>
}
