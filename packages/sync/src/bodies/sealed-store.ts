import { ok, type Result, ResultAsync } from 'neverthrow'
import type { Store, TenantStore } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import type { Keyring } from './keyring.js'
import { createKeys, type Keys, unavailable } from './keys.js'
import { openingMaps } from './open-rows.js'
import { appendThrough, commitThrough, type RowMaps, readThrough } from './row-maps.js'
import { sealingMaps } from './seal-rows.js'

/**
 * A store whose bodies are sealed (AES-256-GCM): facts, entities, what sources say, residue, intents.
 *
 * Names, times, hashes, messages and labels are not. A body that was sealed with a forgotten key
 * counts as erased; one that was changed, or lies in another row, is left alone and becomes an
 * exception. While a key is not to be had the store is `unavailable`, and nothing is lost.
 */
export function sealedStore(store: Store, ring: Keyring): Store {
  const keys = createKeys(ring)
  return {
    ...store,
    open: (tenant, options) => sealedTenant(store.open(tenant, options), { tenant, ring, keys }),
  }
}

interface Sealing {
  readonly tenant: string
  readonly ring: Keyring
  readonly keys: Keys
}

function sealedTenant(store: TenantStore, { tenant, ring, keys }: Sealing): TenantStore {
  let last: Promise<unknown> = Promise.resolve()
  // a key that is fetched must let no later write overtake an earlier one
  const inTurn = <Answer>(
    write: (maps: RowMaps) => ResultAsync<Answer, StoreFailure>,
  ): ResultAsync<Answer, StoreFailure> => {
    const turn = last.then(() => currentMaps({ tenant, ring, keys }))
    last = turn
    return new ResultAsync(turn).andThen(write)
  }
  return {
    ...readThrough(
      store,
      (answer, take) => new ResultAsync(openedAnswer(answer, { take, tenant, keys })),
    ),
    append: (request) => inTurn((maps) => store.append(appendThrough(request, maps))),
    commit: (request) => inTurn((maps) => store.commit(commitThrough(request, maps))),
  }
}

async function currentMaps({
  tenant,
  ring,
  keys,
}: Sealing): Promise<Result<RowMaps, StoreFailure>> {
  const id = ring.current
  const fetched = await keys.fetch([id])
  return fetched.andThen(() => {
    const key = keys.atHand.get(id)
    if (key && key !== 'forgotten') return ok(sealingMaps(tenant, key))
    return unavailable(`the current key "${id}" is forgotten: make another one the current one`)
  })
}

interface Taking<Answer> extends Omit<Sealing, 'ring'> {
  take(answer: Answer, maps: RowMaps): Answer
}

async function openedAnswer<Answer>(
  answer: Answer,
  { take, tenant, keys }: Taking<Answer>,
): Promise<Result<Answer, StoreFailure>> {
  const wanted = new Set<string>()
  take(answer, namingKeys(wanted))
  if (wanted.size === 0) return ok(answer)
  const fetched = await keys.fetch(wanted)
  if (fetched.isErr()) return fetched.map(() => answer)
  const wrong = new Set<string>()
  const opened = take(answer, openingMaps({ tenant, keys: keys.atHand, wrong }))
  const [first] = wrong
  if (first === undefined) return ok(opened)
  return unavailable(
    `the key "${first}" is another one than bodies were sealed with: give that one`,
  )
}

// goes through an answer for the keys that are needed
function namingKeys(wanted: Set<string>): RowMaps {
  const noted = <Row>(row: Row, keyId: string | undefined): Row => {
    if (keyId !== undefined) wanted.add(keyId)
    return row
  }
  return {
    fact: (row) => noted(row, row.body && row.keyId),
    entity: (row) => noted(row, row.label?.keyId),
    source: (row) => noted(row, row.label?.keyId),
    effect: (row) => noted(row, row.label?.keyId),
  }
}
