import { canonicalText } from '../value/canonical-text.js'
import { diffPaths } from './diff-paths.js'
import type { Finding } from './finding.js'
import type { Ownership } from './ownership.js'
import { pointerKeys } from './pointer.js'
import type { Said } from './said.js'

/**
 * What others say differently than the source whose word counts.
 *
 * Every finding names both connections; values only of single fields that are known to hold no
 * personal data.
 */
export function disagreements(
  path: string,
  {
    speaker,
    said,
    personal,
  }: { speaker: Said; said: readonly Said[]; personal: Ownership['personal'] },
): readonly Finding[] {
  return said.flatMap((other) => {
    if (other === speaker || other.value === undefined) return []
    if (diffPaths(speaker.value, other.value).length === 0) return []
    const values = [speaker.value, other.value]
    const isTold = personal && values.every(isScalar) && !isPersonal(path, Object.keys(personal))
    const message = isTold
      ? `${other.connection} says ${print(other.value)}, and ${speaker.connection}, which owns it, ${print(speaker.value)}`
      : `${other.connection} says something else than ${speaker.connection}, which owns it`
    return [{ code: 'non-owner-differs', path, message }]
  })
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

function print(value: unknown): string {
  return value === undefined ? 'nothing' : canonicalText(value)
}

/** Whether a field is listed, lies inside one that is, or has one inside. */
function isPersonal(path: string, listed: readonly string[]): boolean {
  const keys = pointerKeys(path)
  return listed.some((pointer) => {
    const marked = pointerKeys(pointer)
    const shared = Math.min(keys.length, marked.length)
    return marked.slice(0, shared).every((key, index) => key.startsWith('*') || key === keys[index])
  })
}
