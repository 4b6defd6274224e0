import { escapePointer } from './pointer.js'

/** Paths (JSON Pointers) at which two JSON values differ; the deepest ones only. */
export function diffPaths(before: unknown, after: unknown, path = ''): string[] {
  if (Object.is(before, after)) return []
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [path]
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap((key) => {
    const child = `${path}/${escapePointer(key)}`
    return diffPaths(before[key as never], after[key as never], child)
  })
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
