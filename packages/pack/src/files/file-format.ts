import { explainWireFailure, readWire } from '@canonry/mapping'

/** One record of a file as a JSON document, or what is wrong with it and where. */
export type FileRecord =
  | {
      readonly kind: 'record'
      /** The line on which it begins, counted from 1. */
      readonly line: number
      /** JSON. */
      readonly text: string
      /** What the text says, read without loss. */
      readonly wire: unknown
    }
  | { readonly kind: 'fault'; readonly line: number; readonly message: string }

/** Cuts the text of one file into records, piece by piece. */
export interface FileReader {
  /** The records that have become complete; a piece need not end where a record does. */
  push(piece: string): readonly FileRecord[]
  /** The records that the end of the file completes. */
  end(): readonly FileRecord[]
}

/**
 * How a file is cut into records while it streams; of a file of any length it holds one record.
 *
 * A record that cannot be read, or is larger than 5 MiB, is a fault, and those behind it still come.
 */
export interface FileFormat {
  open(): FileReader
}

/** The largest record, in UTF-16 units. */
export const LARGEST_FILE_RECORD = 5 * 1024 * 1024

/** What is said of a record that is too large. */
export const TOO_LARGE = `the record is larger than ${LARGEST_FILE_RECORD} characters: split it`

/** A record from its JSON text. */
export function recordOf(text: string, line: number): FileRecord {
  return readWire(text).match<FileRecord>(
    (wire) => ({ kind: 'record', line, text, wire }),
    (failure) => ({ kind: 'fault', line, message: explainWireFailure(failure) }),
  )
}
