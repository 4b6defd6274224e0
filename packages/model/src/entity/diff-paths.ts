import { escapePointer } from './pointer.js'

/** Paths (JSON Pointers) at which two JSON values differ; the deepest ones only. */
export function diffPaths(before: unknown, after: unknown, path = ''): string[] {
  if (Object.is(before, after)) return []
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [path]
  }
  const found: string[] = []
  collect({ before, after, path }, found)
  return found
}

interface Branches {
  readonly before: object
  readonly after: object
  readonly path: string
}

// paths are put together only where something may differ: most of two versions is the same
function collect({ before, after, path }: Branches, found: string[]): void {
  for (const key of Object.keys(before)) {
    const one: unknown = before[key as never]
    const other = ownValue(after, key)
    if (Object.is(one, other)) continue
    if (isBranch(one) || isBranch(other)) {
      found.push(...diffPaths(one, other, `${path}/${escapePointer(key)}`))
    } else found.push(`${path}/${escapePointer(key)}`)
  }
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key) && after[key as never] !== undefined) {
      found.push(`${path}/${escapePointer(key)}`)
    }
  }
}

function ownValue(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key as never] : undefined
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
