import { err, type Result } from 'neverthrow'

/**
 * Why a text was not read: what is wrong, where, and what right looks like.
 *
 * `kind` says it to programs, `message` to people; `position` is the index of the first character
 * that does not fit; `example` is a text that would be read. Any value may be given to a parser:
 * what is no text at all is `not-text`.
 */
export interface ParseFailure<Kind extends string> {
  readonly kind: Kind | 'not-text'
  readonly message: string
  readonly position: number
  readonly example: string
}

/** The answer to a value that is no text. */
export function notText(example: string): Result<never, ParseFailure<never>> {
  return err({ kind: 'not-text', message: 'this is no text', position: 0, example })
}
