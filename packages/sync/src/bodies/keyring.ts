import type { Secret } from '@canonry/pack'

/** A key as a keyring has it: 32 bytes as base64, or `forgotten` once it was destroyed on purpose. */
export type RingKey = Secret | 'forgotten'

/** Where the keys are that bodies are sealed with: a file, a vault, a key management service. */
export interface Keyring {
  /** The id of the key that new bodies are sealed with. */
  readonly current: string
  /**
   * A key by its id, `undefined` for one that was never heard of: nothing is read then, as it may
   * only be missing. Asked once for each id and process.
   */
  key(id: string): Promise<RingKey | undefined>
}

/**
 * A keyring of keys at hand: `keyring({ current: 'b', keys: { a: 'forgotten', b: secret(…) } })`.
 *
 * To rotate, add a key and make it the current one; the old one is needed for as long as bodies are
 * sealed with it. To make all of those unreadable for ever, say that it is forgotten.
 */
export function keyring({
  current,
  keys,
}: {
  readonly current: string
  readonly keys: Readonly<Record<string, RingKey>>
}): Keyring {
  const key = async (id: string) => (Object.hasOwn(keys, id) ? keys[id] : undefined)
  return { current, key }
}
