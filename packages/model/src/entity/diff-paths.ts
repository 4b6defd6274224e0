import { escapePointer } from './pointer.js'

/** Paths (JSON Pointers) at which two JSON values differ; the deepest ones only. */
export function diffPaths(before: unknown, after: unknown, path = ''): string[] {
  const found: string[] = []
  compare({ before, after, path }, found)
  return found
}

interface Pair<Value> {
  readonly before: Value
  readonly after: Value
  readonly path: string
}

function compare({ before, after, path }: Pair<unknown>, found: string[]): void {
  if (Object.is(before, after)) return
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    collect({ before, after, path }, found)
  } else found.push(path)
}

// paths are put together only where something may differ: most of two versions is the same
function collect({ before, after, path }: Pair<object>, found: string[]): void {
  const keys = Object.keys(before)
  const others = Object.keys(after)
  const isAligned = areSame(keys, others)
  for (const key of keys) {
    const one: unknown = before[key as never]
    const other: unknown = isAligned || Object.hasOwn(after, key) ? after[key as never] : undefined
    if (Object.is(one, other)) continue
    compare({ before: one, after: other, path: `${path}/${escapePointer(key)}` }, found)
  }
  if (isAligned) return
  for (const key of others) {
    if (!Object.hasOwn(before, key) && after[key as never] !== undefined) {
      found.push(`${path}/${escapePointer(key)}`)
    }
  }
}

// two versions of one thing nearly always have the same fields in the same order
function areSame(keys: readonly string[], others: readonly string[]): boolean {
  return keys.length === others.length && keys.every((key, index) => key === others[index])
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
