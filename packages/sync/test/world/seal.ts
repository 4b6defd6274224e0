import { createHash } from 'node:crypto'
import { type Secret, secret } from '@canonry/pack'

/** A key of 32 bytes that is always the same for a name. */
export function keyOf(name: string): Secret {
  return secret(createHash('sha256').update(name).digest('base64'))
}
