import type { WireDocument } from '@canonry/pack'
import { sha256 } from '../sha256.js'
import type { NewFact } from './fact.js'
import { isLongKey } from './long-name.js'
import { shardOf } from './shard.js'

/** The fact that a document becomes which the core asked its source for. */
export function documentFact(
  { resource, apiVersion, key, text }: WireDocument,
  about: Pick<NewFact, 'connection' | 'origin' | 'topic' | 'receivedAt'>,
): NewFact {
  const body = new TextEncoder().encode(text)
  return {
    ...about,
    shard: shardOf(about.connection, key),
    resource,
    apiVersion,
    ...(!isLongKey(key) && { routingKey: key }),
    hash: sha256(body, 'hex'),
    size: body.length,
    headers: {},
    body,
  }
}
