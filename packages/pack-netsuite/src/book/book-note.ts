// a memo of a transaction takes no longer text, and a record with one is refused as a whole
const LONGEST_MEMO = 999

/** As much of a text as the memo of a transaction takes, without half a sign at its end. */
export function bookNote(note: string): string {
  return note.slice(0, LONGEST_MEMO).replace(/[\ud800-\udbff]$/, '')
}
