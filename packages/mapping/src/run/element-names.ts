/** Names the elements of one list by their keys: the n-th of equal keys is told apart by its number. */
export interface ElementNames {
  /** Takes the key of the next element. */
  add(key: string): void
  /** The name of the element that was added last. */
  last(): string
}

const FEW = 32

/** Starts to name the elements of a list; only those whose name is asked for cost anything. */
export function createElementNames(length: number): ElementNames {
  return length > FEW ? createManyNames() : createFewNames()
}

function createFewNames(): ElementNames {
  const keys: string[] = []
  let endings = 0
  let isNew = true
  return {
    add: (key) => {
      const ending = 1 << endingOf(key)
      isNew = (endings & ending) === 0
      endings |= ending
      keys.push(key)
    },
    last: () => {
      const key = keys[keys.length - 1] as string
      return nameOf(key, isNew ? 0 : countBefore(keys, key))
    },
  }
}

// keys of one list begin alike and end differently, so most need not be compared with those before
function endingOf(key: string): number {
  return 3 * key.charCodeAt(key.length - 2) + key.charCodeAt(key.length - 1)
}

function countBefore(keys: readonly string[], key: string): number {
  let count = -1
  for (const each of keys) if (each === key) count += 1
  return count
}

function createManyNames(): ElementNames {
  const counts = new Map<string, number>()
  let last = ''
  return {
    add: (key) => {
      counts.set(key, (counts.get(key) ?? -1) + 1)
      last = key
    },
    last: () => nameOf(last, counts.get(last) as number),
  }
}

// a doubled sign stands for itself, so a single one before a number is always a count
function nameOf(key: string, count: number): string {
  const name = key.includes('#') ? key.replaceAll('#', '##') : key
  return count === 0 ? name : `${name}#${count}`
}
