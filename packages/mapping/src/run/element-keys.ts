import { escapePointer } from '@canonry/model'

/** Names the elements of one list: the n-th of equal keys is told apart by its number. */
export function createElementKeys(): (key: string) => string {
  const seen = new Map<string, number>()
  return (key) => {
    const count = seen.get(key) ?? 0
    seen.set(key, count + 1)
    // a doubled sign stands for itself, so a single one before a number is always a count
    const name = key.replaceAll('#', '##')
    return count === 0 ? name : `${name}#${count}`
  }
}

/** The name of an element as a token of a pointer. */
export function elementToken(name: string): string {
  return `/${escapePointer(name)}`
}
