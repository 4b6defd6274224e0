import { createHash } from 'node:crypto'
import type { Intent } from '@canonry/pack'
import { referenceTo } from '../map/reference.js'

/**
 * The name of a change at Square: one key, one name, for ever. A move, which happens once, says what it
 * follows from, so that whoever reads it knows that it is that.
 */
export function referenceOf({ key, entity, source }: Intent): string {
  return entity === 'stockMove' ? referenceTo(source) : `canonry-${digest([key])}`
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
