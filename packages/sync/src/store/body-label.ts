/**
 * What is kept beside a body and goes with it: a body that stays as it was keeps its label.
 *
 * Stores keep it as it is given.
 */
export interface BodyLabel {
  /** What the body belongs to, as `refKey` prints it: it is erased with that. */
  readonly subject?: string
  /** The version of the canonical shape that it has. */
  readonly schema?: number
  /** The key that it is sealed with; absent where it is not sealed. */
  readonly keyId?: string
}

/**
 * Why a body that is there cannot be used: it has a shape that is newer than this code (`newer`) or
 * that no step fits (`unfit`), or it was changed by somebody else (`damaged`). Its row is left alone.
 */
export interface Unreadable {
  readonly kind: 'newer' | 'unfit' | 'damaged'
  /** What happened and what to do, without a word of the content. */
  readonly message: string
}
