import type { Finding } from './finding.js'
import type { Ref } from './ref.js'
import { refKey } from './ref-key.js'

/** Outside names that an entity carries twice in one role. */
export function checkRefs(refs: readonly Ref[], path = '/refs'): Finding[] {
  if (refs.length < 2) return []
  const seen = new Set<string>()
  return refs.flatMap((ref, index) => {
    const key = JSON.stringify([refKey(ref), ref.role])
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    const message = `the name ${refKey(ref)} stands here twice, so it counts once`
    return [{ code: 'duplicate-ref', path: `${path}/${index}`, message }]
  })
}
