/** How many shards a journal has; a routing key never changes its shard. */
export const SHARD_COUNT = 16

/** The shard of a document: by connection and routing key, or by body hash where there is none. */
export function shardOf(connection: string, key: string): number {
  return fnv1a(`${connection}|${key}`) % SHARD_COUNT
}

/** Shards in the order of their turns: those behind the one whose turn it was last, then the others. */
export function shardsInTurn(shards: readonly number[], after = -1): readonly number[] {
  const sorted = [...shards].sort((a, b) => a - b)
  return [...sorted.filter((shard) => shard > after), ...sorted.filter((shard) => shard <= after)]
}

// FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
