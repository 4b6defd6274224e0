import assert from 'node:assert/strict'
import { refKey } from '@canonry/model'
import { type Bench, effectOf, factOf, got, inserts, refOf, START } from './bench.js'

/** A customer that orders are about. */
export const CUSTOMER = 'shop/acme/Customer/c'

/** An order about a customer: its fact, source, entity, and an effect that ended. */
export async function knowing({ store, commit }: Bench, id: string): Promise<void> {
  const fact = factOf({ hash: id, routingKey: id, subjects: [refKey(refOf(id))] })
  const [place] = await got(store.append({ now: START, facts: [fact], counts: {} }))
  const seq = place?.kind === 'accepted' ? place.seq : 0
  const ref = refOf(id)
  const entity = 'order' as const
  const body = { number: id }
  const row = { entity, id, revision: 1, version: 1, origin: 'shop', source: ref, body }
  const source = {
    connection: 'shop',
    resource: 'order@rest',
    key: `order:${refKey(ref)}`,
    entity,
    id,
    mapping: 1,
    body,
    bodyHash: 'hash',
    residue: '{"a":1}',
    shard: 3,
    seq,
    label: { subject: CUSTOMER },
  }
  await commit({
    entities: [{ expected: 0, row }],
    sources: [source],
    links: [{ entity, id, ref, evidence: 'fact' }],
    effects: inserts(effectOf(`e-${id}`, { id, state: 'confirmed', label: { subject: CUSTOMER } })),
    subjects: [{ shard: 3, seq, names: [CUSTOMER] }],
  })
}

/** The state of an order. */
export const stateOf = async ({ store }: Bench, id: string) => {
  const question = { kind: 'situation', refs: [refKey(refOf(id))] } as const
  const [state] = (await got(store.query<'situation'>(question))).states
  assert.ok(state)
  return state
}

/** The effect with a key. */
export const effectIn = async ({ store }: Bench, key: string) => {
  const [effect] = await got(store.query<'effects'>({ kind: 'effects', keys: [key], limit: 1 }))
  assert.ok(effect)
  return effect
}
