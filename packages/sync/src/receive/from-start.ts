import { START_BYTES } from './limits.js'
import type { ReceivedBody } from './read-body.js'

/** What is found in the beginning of a body, or in all of it where the beginning does not hold it. */
export function fromStart<T>(
  { kept }: ReceivedBody,
  find: (text: () => string) => T | undefined,
): T | undefined {
  const found = find(() => textOf(kept.subarray(0, START_BYTES)))
  if (found !== undefined || kept.length <= START_BYTES) return found
  return find(() => textOf(kept))
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
