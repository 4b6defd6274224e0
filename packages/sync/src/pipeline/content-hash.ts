import { sha256 } from '../sha256.js'

/** The content of a JSON value reduced to a short text; key order counts, as mappings keep theirs. */
export function contentHash(value: unknown): string {
  return sha256(JSON.stringify(value), 'base64url')
}
