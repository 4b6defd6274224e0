import type { DocumentReport } from './check-document.js'

/** The report of one document, and the file and place it was read from. */
export interface FileReport {
  readonly file: string
  /** JSON Pointer of the document inside the file; absent for the whole file. */
  readonly at?: string
  /** Why there is no document at all: not JSON, nested too deep, nothing at the pointer. */
  readonly unreadable?: string
  readonly report?: DocumentReport
}
