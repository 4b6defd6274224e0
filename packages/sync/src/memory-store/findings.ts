import type { FindingWrite } from '../store/writes.js'
import type { Tables } from './tables.js'

/** Records or clears findings. */
export function putFinding({ findings, found }: Tables, write: FindingWrite): void {
  if (write.kind === 'clear') {
    findings.delete(write.key)
    return
  }
  if (write.kind === 'clear-lane') {
    for (const key of found.get(write.id) ?? []) {
      if (findings.get(key)?.lane === write.lane) findings.delete(key)
    }
    return
  }
  const { key, finding } = write
  findings.set(key, finding)
  const id = finding.id ?? ''
  found.set(id, (found.get(id) ?? new Set()).add(key))
}
