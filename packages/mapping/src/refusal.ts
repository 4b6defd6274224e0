/** Why a leaf or a group does not accept a value: what it expected, never the value itself. */
export class Refusal {
  /** Kebab-case, stable: `missing`, `type`, `decimal`, `foreign-ref`. */
  readonly code: string
  readonly expected: string
  /** What was found, where its type alone says too little: a word of a closed vocabulary. */
  readonly found?: string

  constructor(code: string, expected: string, found?: string) {
    this.code = code
    this.expected = expected
    if (found !== undefined) this.found = found
  }
}

/**
 * Says no to a value, from inside a leaf or a group.
 *
 * `expected` completes "expected …" and is shown to people and logged: it must not quote the value.
 */
export function refuse(code: string, expected: string, found?: string): Refusal {
  return new Refusal(code, expected, found)
}

/** Whether a rule said no. */
export function isRefusal(value: unknown): value is Refusal {
  return value instanceof Refusal
}

/** A value's kind in a few words that give away nothing of its content. */
export function describe(value: unknown): string {
  try {
    return kindOf(value)
  } catch {
    // a proxy may throw whatever it is asked
    return 'an object'
  }
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'string') return `text of length ${value.length}`
  if (typeof value === 'object') return 'an object'
  return `a ${typeof value}`
}
