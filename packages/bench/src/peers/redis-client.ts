import type { Redis } from 'ioredis'

/** How a client bears with a server that does not answer. */
export interface RedisPatience {
  readonly maxRetriesPerRequest?: null
  readonly lazyConnect?: true
  readonly retryStrategy?: () => null
}

/**
 * A client of a Redis.
 *
 * ioredis is loaded only where one is needed: for whole processes that load it, V8 gives up its quick way
 * with the characters of texts (`--trace-protector-invalidation`: `StringWrapperToPrimitive`), and
 * everything that reads texts takes two to four times as long. Who measures others must not do that to them.
 */
export async function redisClient(url: string, patience: RedisPatience = {}): Promise<Redis> {
  const { Redis } = await import('ioredis')
  const client = new Redis(url, patience)
  // whoever asks is told; an event without a listener would be printed
  client.on('error', () => undefined)
  return client
}
