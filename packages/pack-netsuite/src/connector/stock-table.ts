import type { WireDocument } from '@canonry/pack'

/** One table that is read row by row, each row a document. */
export interface StockTable {
  readonly resource: WireDocument['resource']
  readonly select: string
  /** What holds of every row that is asked for. */
  readonly where?: string
  /** The columns that name a row and that rows are ordered by, with their names in the answer. */
  readonly key: readonly (readonly [column: string, name: string])[]
  /**
   * How what changed is asked for, where that is another question: with a row for every family that
   * changed, so that those are told of as well that have nothing left.
   */
  readonly changes?: Pick<StockTable, 'select' | 'where' | 'key'>
  /** The name in the answer of what a row belongs to, all of whose rows come together. */
  readonly family?: string
  /** Whether rows only name families, and are no documents. */
  readonly isHint?: true
  /** The column that tells when a row last changed; the rows of a table without one come all. */
  readonly changed?: string
  /** Whether the row is only true at the moment at which it was asked for. */
  readonly dated?: true
  /** Whether the row tells moments by the clock of the account, whose zone the document is told. */
  readonly zoned?: true
}
