/** A value that prints as `[secret]` wherever it ends up by accident; `reveal` is the way in. */
export interface Secret {
  reveal(): string
  toString(): string
  toJSON(): string
}

const HIDDEN = '[secret]'

/** Wraps a secret so that logs, errors and JSON show `[secret]`. */
export function secret(value: string): Secret {
  return Object.freeze({
    reveal: () => value,
    toString: () => HIDDEN,
    toJSON: () => HIDDEN,
    [Symbol.for('nodejs.util.inspect.custom')]: () => HIDDEN,
  })
}
