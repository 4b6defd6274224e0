/**
 * Why a text was not read: what is wrong, where, and what right looks like.
 *
 * `kind` says it to programs, `message` to people; `position` is the index of the first character
 * that does not fit; `example` is a text that would be read.
 */
export interface ParseFailure<Kind extends string> {
  readonly kind: Kind
  readonly message: string
  readonly position: number
  readonly example: string
}
