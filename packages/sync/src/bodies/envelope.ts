import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** A key ready for use. */
export interface SealingKey {
  readonly id: string
  readonly bytes: Uint8Array
  /** Tells whether an envelope was made with this key, without opening it. */
  readonly check: Uint8Array
}

/** An envelope that was opened, or why it was not. */
export type Opened =
  | { readonly kind: 'opened'; readonly bytes: Uint8Array }
  /** It was made with another key of this id. */
  | { readonly kind: 'wrong-key' }
  /** It is no envelope, was changed, or belongs to another row. */
  | { readonly kind: 'damaged' }

const FORMAT = 1
const CHECK_BYTES = 4
const IV_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 1 + CHECK_BYTES + IV_BYTES
const CIPHER = 'aes-256-gcm'

/** The length of a key: AES-256. */
export const KEY_BYTES = 32

/** Makes a key ready for use. */
export function sealingKey(id: string, bytes: Uint8Array): SealingKey {
  const digest = createHash('sha256').update('canonry key check').update(bytes).digest()
  return { id, bytes, check: digest.subarray(0, CHECK_BYTES) }
}

/** Seals bytes (AES-256-GCM); only who says the same about where they belong opens them. */
export function seal(key: SealingKey, bytes: Uint8Array, place: string): Uint8Array {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(aadOf(key, place))
  const parts = [cipher.update(bytes), cipher.final(), cipher.getAuthTag()]
  return joined([Uint8Array.of(FORMAT), key.check, iv, ...parts])
}

/** Opens an envelope; never throws, whatever it is given. */
export function open(key: SealingKey, envelope: Uint8Array, place: string): Opened {
  if (envelope.length < HEAD_BYTES + TAG_BYTES || envelope[0] !== FORMAT) return { kind: 'damaged' }
  const check = envelope.subarray(1, 1 + CHECK_BYTES)
  if (Buffer.compare(check, key.check) !== 0) return { kind: 'wrong-key' }
  const iv = envelope.subarray(1 + CHECK_BYTES, HEAD_BYTES)
  const decipher = createDecipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(aadOf(key, place))
  decipher.setAuthTag(envelope.subarray(-TAG_BYTES))
  try {
    const parts = [decipher.update(envelope.subarray(HEAD_BYTES, -TAG_BYTES)), decipher.final()]
    return { kind: 'opened', bytes: joined(parts) }
  } catch {
    return { kind: 'damaged' }
  }
}

// plain bytes, as a store was given them
function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

function aadOf({ id }: SealingKey, place: string): Uint8Array {
  return Buffer.from(JSON.stringify([FORMAT, id, place]))
}
