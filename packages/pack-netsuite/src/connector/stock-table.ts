import type { WireDocument } from '@canonry/pack'

/** One table that is read row by row, each row a document. */
export interface StockTable {
  readonly resource: WireDocument['resource']
  readonly select: string
  /** What holds of every row that is asked for. */
  readonly where?: string
  /** The columns that name a row and that rows are ordered by, with their names in the answer. */
  readonly key: readonly (readonly [column: string, name: string])[]
  /** The column that tells when a row last changed; the rows of a table without one come all. */
  readonly changed?: string
  /** Whether the row is only true at the moment at which it was asked for. */
  readonly dated?: true
  /** Whether the row tells moments by the clock of the account, whose zone the document is told. */
  readonly zoned?: true
}
