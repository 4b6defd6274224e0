import { escapePointer } from '@canonry/model'
import { isJsonObject, ownValue, setOwn } from './json.js'

/** Keys from the root of a document to a place in it. */
export type Path = readonly string[]

/** A place in a document: its path and the same as a JSON Pointer (RFC 6901). */
export interface Place {
  readonly path: Path
  readonly pointer: string
}

/** The place at a path. */
export function placeAt(path: Path): Place {
  return { path, pointer: path.map((key) => `/${escapePointer(key)}`).join('') }
}

/** The tokens of a JSON Pointer, unescaped. */
export function tokensOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The value at a path; `null` or nothing on the way reads as that. */
export function readPath(document: unknown, path: Path): unknown {
  let value = document
  for (const key of path) {
    if (value === null || value === undefined) return value
    if (!isJsonObject(value)) return undefined
    value = ownValue(value, key)
  }
  return value
}

/** {@link readPath} for one path, made ready. */
export function pathReader(path: Path): (document: object) => unknown {
  const [key] = path
  if (key === undefined || path.length > 1) return (document) => readPath(document, path)
  // a name that every object inherits needs the question whose it is
  if (key in Object.prototype) return (document) => ownValue(document, key)
  return (document) => document[key as keyof typeof document]
}

/** Puts a value at a path, making the objects on the way. */
export function writePath(document: object, path: Path, value: unknown): void {
  let target = document
  for (const key of path.slice(0, -1)) {
    const next = ownValue(target, key)
    if (isJsonObject(next)) target = next
    else {
      const made = {}
      setOwn(target, key, made)
      target = made
    }
  }
  setOwn(target, path.at(-1) as string, value)
}
