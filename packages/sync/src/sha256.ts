import * as crypto from 'node:crypto'

/** The SHA-256 of bytes, or of a text as UTF-8. */
export const sha256: (content: string | Uint8Array, encoding: 'hex' | 'base64url') => string =
  // in one call where Node can (20.12 and later): an object per hash costs more than the hash
  crypto.hash
    ? (content, encoding) => crypto.hash('sha256', content, encoding)
    : (content, encoding) => crypto.createHash('sha256').update(content).digest(encoding)
