/** A value that prints as `[secret]` wherever it ends up by accident; `reveal` is the way in. */
export interface Secret {
  reveal(): string
  toString(): string
  toJSON(): string
}

const HIDDEN = '[secret]'

/**
 * Wraps a secret so that logs, errors and JSON show `[secret]`; throws where there is none, as when a
 * variable of the environment is not set: under an empty signing secret anybody could sign.
 */
export function secret(value: string | undefined): Secret {
  if (typeof value !== 'string' || value.trim() === '') {
    throw new TypeError(
      'a secret is missing: there is no text, or an empty one: is its variable set?',
    )
  }
  return Object.freeze({
    reveal: () => value,
    toString: () => HIDDEN,
    toJSON: () => HIDDEN,
    [Symbol.for('nodejs.util.inspect.custom')]: () => HIDDEN,
  })
}
