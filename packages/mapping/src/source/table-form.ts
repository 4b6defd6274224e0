/** How cells are told apart. */
export interface TableFormat {
  readonly separator: ',' | ';' | '\t' | '|'
  /** Whether cells may stand in quotes (RFC 4180); without, a quote is a character like any other. */
  readonly quotes: boolean
}

/** Comma-separated values with quotes, as RFC 4180 has them. */
export const csv: TableFormat = { separator: ',', quotes: true }

/** Tab-separated values without quotes: the flat files of marketplaces. */
export const tsv: TableFormat = { separator: '\t', quotes: false }

/** How a table is written, so that one that was read comes back with the same characters. */
export interface TableForm extends TableFormat {
  readonly columns: readonly string[]
  readonly newline: '\n' | '\r\n'
  /** Whether the text begins with a byte order mark. */
  readonly mark?: boolean
  /** Names of columns that stand in quotes without need. */
  readonly quoted?: readonly string[]
  /** How the header ends, where not with `newline`. */
  readonly ending?: Ending
}

/** What stands after a record; nothing may stand after the last one. */
export type Ending = '\n' | '\r\n' | ''

/** One record: its documents are its `cells`, and the rest is how it was written. */
export interface TableRow {
  /** The line on which it begins, counted from 1. */
  readonly line: number
  /** Column → text. A column without text is left out, so that it can be optional in a mapping. */
  readonly cells: Readonly<Record<string, string>>
  /** Columns that stand in quotes without need. */
  readonly quoted?: readonly string[]
  /** How the record ends, where not as the form says. */
  readonly ending?: Ending
}

/** Why a table, or one record of it, was not read or not written. Cells are never quoted. */
export type TableFailure =
  | { readonly kind: 'no-header' }
  | { readonly kind: 'duplicate-column'; readonly line: number; readonly column: string }
  | {
      readonly kind: 'ragged-row'
      readonly line: number
      readonly expected: number
      readonly found: number
    }
  /** A quote inside a cell that does not begin with one, or text after a closing quote. */
  | { readonly kind: 'stray-quote'; readonly line: number }
  | { readonly kind: 'unclosed-quote'; readonly line: number }
  | { readonly kind: 'too-large'; readonly line: number; readonly limit: number }

/** The largest record, in UTF-16 units. */
export const LARGEST_RECORD = 5 * 1024 * 1024
