import { createHash } from 'node:crypto'

/** An id that is the same exactly when all parts are: SHA-256 over their JSON text, as base64url. */
export function eventId(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
