import { err, ok, type Result } from 'neverthrow'
import type { StoreFailure } from '../store/store-failure.js'
import { KEY_BYTES, type SealingKey, sealingKey } from './envelope.js'
import type { Keyring } from './keyring.js'
import type { KeysAtHand } from './open-rows.js'

/** The keys of a keyring, each asked for once. */
export interface Keys {
  readonly atHand: KeysAtHand
  /** Has keys at hand, or says which is not to be had and why. */
  fetch(ids: Iterable<string>): Promise<Result<void, StoreFailure>>
}

/** Keys of a keyring, none of which was asked for yet. */
export function createKeys(ring: Keyring): Keys {
  const atHand = new Map<string, SealingKey | 'forgotten'>()
  const fetchOne = async (id: string): Promise<Result<void, StoreFailure>> => {
    if (atHand.has(id)) return ok()
    const found = await keyOf(ring, id)
    if (found.isOk()) atHand.set(id, found.value)
    return found.map(() => undefined)
  }
  return {
    atHand,
    fetch: async (ids) => {
      for (const id of ids) {
        const fetched = await fetchOne(id)
        if (fetched.isErr()) return fetched
      }
      return ok()
    },
  }
}

async function keyOf(
  ring: Keyring,
  id: string,
): Promise<Result<SealingKey | 'forgotten', StoreFailure>> {
  try {
    const found = await ring.key(id)
    if (found === 'forgotten') return ok(found)
    if (!found) return unavailable(`the keyring has no key "${id}": ${MISSING}`)
    const bytes = Buffer.from(found.reveal(), 'base64')
    if (bytes.length === KEY_BYTES) return ok(sealingKey(id, bytes))
    return unavailable(`the key "${id}" has ${bytes.length} bytes: give ${KEY_BYTES} as base64`)
  } catch (cause) {
    return unavailable(
      `the keyring did not give the key "${id}": nothing is lost, try again`,
      cause,
    )
  }
}

const MISSING = 'add it, or say that it is forgotten to have what it sealed count as erased'

/** The failure of a store whose keys are not to be had. */
export function unavailable(message: string, cause?: unknown): Result<never, StoreFailure> {
  return err({ kind: 'unavailable', message, ...(cause !== undefined && { cause }) })
}
