import { type Path, type Place, placeAt } from '../wire/path.js'

declare const WIRE: unique symbol
const PATH = Symbol('path')

/**
 * A typed place in a wire document: `$.shipping_address.city`.
 *
 * Fields of a nullable object are nullable themselves, so `null` on the way is handled where the
 * value is.
 */
export type Handle<W> = { readonly [WIRE]: (wire: W) => W } & Fields<W>

type Fields<W> =
  NonNullable<W> extends readonly unknown[]
    ? unknown
    : NonNullable<W> extends object
      ? {
          readonly [K in keyof NonNullable<W>]-?: Handle<
            NonNullable<W>[K] | Extract<W, null | undefined>
          >
        }
      : unknown

// biome-ignore lint/suspicious/noExplicitAny: any handle, whatever it points to
export type AnyHandle = { readonly [WIRE]: (wire: any) => any }

/** What a handle points to. */
export type WireOf<H> = H extends { readonly [WIRE]: (wire: infer W) => unknown } ? W : never

/** The root handle of a document; every field that is read from it is one key further. */
export function createHandle<W>(path: Path = []): Handle<W> {
  return new Proxy(
    {},
    { get: (_, key) => (key === PATH ? path : createHandle([...path, String(key)])) },
  ) as Handle<W>
}

/** The place that a handle stands for. */
export function placeOf(handle: AnyHandle): Place {
  return placeAt((handle as unknown as { readonly [PATH]: Path })[PATH])
}
