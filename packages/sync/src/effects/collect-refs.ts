import { type Ref, refKey } from '@canonry/model'
import { isLongName } from '../journal/long-name.js'

/** Every ref that a JSON value mentions, each once, by its key. */
export function collectRefs(value: unknown, found = new Map<string, Ref>()): Map<string, Ref> {
  if (typeof value !== 'object' || value === null) return found
  if (isFullRef(value)) {
    found.set(refKey(value), value)
    return found
  }
  for (const child of Object.values(value)) collectRefs(child, found)
  return found
}

/** Whether a value names something, with all that a name has, so that it can be found by it. */
export function isFullRef(value: unknown): value is Ref {
  const { system, account, kind, id } = (value ?? {}) as Partial<Ref>
  const isNamed = isName(system) && isName(account) && isName(kind) && isName(id)
  return isNamed && !isLongName(refKey(value as Ref))
}

function isName(part: unknown): boolean {
  return typeof part === 'string' && part !== ''
}
