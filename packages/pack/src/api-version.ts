import type { Resource } from './resource.js'

/**
 * Whether a resource reads documents of an API version.
 *
 * Versions are compared part by part, numbers by what they count: `v9` comes before `v10`, and
 * `2026-07` before `2026-10`.
 */
export function readsVersion({ versions }: Pick<Resource, 'versions'>, version: string): boolean {
  const { from, to } = versions
  return isUpTo(from, version) && (to === undefined || isUpTo(version, to))
}

function isUpTo(one: string, other: string): boolean {
  const [ones, others] = [partsOf(one), partsOf(other)]
  for (const [index, part] of ones.entries()) {
    const against = others[index]
    if (against === undefined) return false
    const order = orderOf(part, against)
    if (order !== 0) return order < 0
  }
  return true
}

function partsOf(version: string): readonly string[] {
  return version.match(/\d+|\D+/g) ?? []
}

function orderOf(one: string, other: string): number {
  const [ones, others] = [counted(one), counted(other)]
  if (ones === others) return 0
  const isLonger = isNumber(one) && isNumber(other) && ones.length !== others.length
  return (isLonger ? ones.length < others.length : ones < others) ? -1 : 1
}

function isNumber(part: string): boolean {
  return /^\d/.test(part)
}

function counted(part: string): string {
  return part.replace(/^0+(?=\d)/, '')
}
