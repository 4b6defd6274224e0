import { createHash } from 'node:crypto'

/** The content of a JSON value reduced to a short text; key order counts, as mappings keep theirs. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url')
}
