import { WireNumber } from './wire-number.js'

/** Any JSON value as {@link readWire} yields it: numbers that a double cannot hold are kept as text. */
export type Json =
  | string
  | number
  | boolean
  | null
  | WireNumber
  | readonly Json[]
  | { readonly [key: string]: Json }

/** Whether a value is a JSON object: neither a list, nor a number kept as text. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof WireNumber)
  )
}

/** The object's own value under a key; nothing is ever read from a prototype. */
export function ownValue(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key as keyof typeof object] : undefined
}

/** Gives the object an own value, also under `__proto__`, which an assignment would not. */
export function setOwn(object: object, key: string, value: unknown): void {
  if (key === '__proto__') {
    const own = { value, enumerable: true, writable: true, configurable: true }
    Object.defineProperty(object, key, own)
  } else {
    object[key as keyof typeof object] = value as never
  }
}
