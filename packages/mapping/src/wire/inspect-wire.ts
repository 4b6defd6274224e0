/** What a parsed value says of the text it came from. */
export type WireVerdict = 'exact' | 'too-deep' | 'at-risk'

const { MAX_SAFE_INTEGER } = Number

/** Walks a parsed value, for nesting beyond `depth` and for numbers that may have lost digits. */
export function inspectWire(value: unknown, depth: number): WireVerdict {
  if (typeof value === 'object') return value === null ? 'exact' : inspectInside(value, depth)
  return isBeyond(value) ? 'at-risk' : 'exact'
}

/** Whether a value is a number beyond what a double counts without gaps. */
export function isBeyond(value: unknown): value is number {
  return typeof value === 'number' && (value > MAX_SAFE_INTEGER || value < -MAX_SAFE_INTEGER)
}

function inspectInside(container: object, depth: number): WireVerdict {
  if (depth <= 0) return 'too-deep'
  if (Array.isArray(container)) {
    for (let index = 0; index < container.length; index += 1) {
      const verdict = inspectWire(container[index], depth - 1)
      if (verdict !== 'exact') return verdict
    }
    return 'exact'
  }
  // a parsed object has no fields but its own, and this loop reads them fastest
  for (const key in container) {
    const verdict = inspectWire(container[key as keyof typeof container], depth - 1)
    if (verdict !== 'exact') return verdict
  }
  return 'exact'
}
