const UTF8 = new TextEncoder()

/** The partition of a key: FNV-1a of its bytes. What publishes elsewhere must do the same. */
export function partitionOf(key: string, partitions: number): number {
  let hash = 0x811c9dc5
  for (const byte of UTF8.encode(key)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0) % partitions
}
