import type { Difference } from './diff.js'
import { keyedElements } from './element-key.js'
import { pointerKeys } from './pointer.js'

/**
 * Applies differences: `patch(before, diff(before, after))` equals `after`.
 *
 * Differences that were found between other states apply where their places exist; the rest change
 * nothing. Nothing is changed in place.
 */
export function patch(value: unknown, differences: readonly Difference[]): unknown {
  const steps = differences.map((difference) => ({
    tokens: pointerKeys(difference.path),
    difference,
  }))
  return apply(value, steps)
}

interface Step {
  readonly tokens: readonly string[]
  readonly difference: Difference
}

function apply(value: unknown, steps: readonly Step[]): unknown {
  const here = steps.filter(({ tokens }) => tokens.length === 0)
  const inner = groupByToken(steps.filter(({ tokens }) => tokens.length > 0))
  const replaced = here.reduce((current, { difference }) => replace(current, difference), value)
  const changed = inner.size === 0 ? replaced : applyInside(replaced, inner)
  return here.reduce((current, { difference }) => reorder(current, difference), changed)
}

function replace(value: unknown, difference: Difference): unknown {
  if (difference.kind === 'removed') return undefined
  return difference.kind === 'reordered' ? value : difference.after
}

function reorder(value: unknown, difference: Difference): unknown {
  if (difference.kind !== 'reordered' || !Array.isArray(value)) return value
  const keyed = keyedElements(value)
  if (!keyed) return value
  const named = difference.keys.filter((key) => keyed.has(key))
  const rest = [...keyed.keys()].filter((key) => !named.includes(key))
  return [...named, ...rest].map((key) => keyed.get(key))
}

function applyInside(value: unknown, inner: ReadonlyMap<string, readonly Step[]>): unknown {
  if (Array.isArray(value)) return applyToList(value, inner)
  if (typeof value !== 'object' || value === null) return value
  const entries = new Map<string, unknown>(Object.entries(value))
  for (const [key, steps] of inner) entries.set(key, apply(entries.get(key), steps))
  return Object.fromEntries([...entries].filter(([, child]) => child !== undefined))
}

function applyToList(
  list: readonly unknown[],
  inner: ReadonlyMap<string, readonly Step[]>,
): readonly unknown[] {
  const isNamed = [...inner.keys()].every((token) => token.startsWith('['))
  const keyed = isNamed ? keyedElements(list) : undefined
  if (isNamed && !keyed) return list
  const elements = new Map<string, unknown>(
    keyed
      ? [...keyed].map(([key, element]) => [`[${key}]`, element])
      : list.map((element, index) => [String(index), element]),
  )
  for (const [token, steps] of inner) elements.set(token, apply(elements.get(token), steps))
  return [...elements.values()].filter((element) => element !== undefined)
}

function groupByToken(steps: readonly Step[]): ReadonlyMap<string, readonly Step[]> {
  const groups = new Map<string, Step[]>()
  for (const { tokens, difference } of steps) {
    const [token = '', ...rest] = tokens
    groups.set(token, [...(groups.get(token) ?? []), { tokens: rest, difference }])
  }
  return groups
}
