import { createHash } from 'node:crypto'
import type { Intent } from '@canonry/pack'

/** The name of a change at Square, made from the effect's key: one key, one name, for ever. */
export function referenceOf({ key }: Pick<Intent, 'key'>): string {
  return `canonry-${digest([key])}`
}

/**
 * The idempotency key of a call: that of the effects in it, in whatever order they come.
 *
 * Square takes at most 128 characters of it: the specification, BatchChangeInventoryRequest.
 */
export function batchKey(intents: readonly Pick<Intent, 'key'>[]): string {
  return digest(intents.map(({ key }) => key).sort())
}

function digest(keys: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(keys)).digest('hex')
}
