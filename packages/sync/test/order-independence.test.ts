import { refKey } from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderRef, type ShopOrder, shopOrder, webhook } from './world/shop.js'
import { createWorld, type World, workOff } from './world/world.js'

const NEWEST = 5
const versions: readonly ShopOrder[] = [
  shopOrder('1', 1),
  shopOrder('1', 2, { note: 'gift' }),
  shopOrder('1', 3, { customer: { id: 'c', name: 'Li' } }),
  shopOrder('1', 4, { customer: { id: 'c', name: 'Li Wei' }, note: null }),
  shopOrder('1', NEWEST, { customer: { id: 'c', name: 'Li Wei' } }),
]

// any order of any versions, each as often as it likes, the newest at least once, with pauses
const history = fc
  .array(fc.record({ version: fc.integer({ min: 1, max: NEWEST }), worksAfter: fc.boolean() }), {
    maxLength: 12,
  })
  .chain((steps) =>
    fc.record({
      steps: fc.constant(steps),
      newestAt: fc.nat({ max: steps.length }),
      worksAfter: fc.boolean(),
    }),
  )
  .map(({ steps, newestAt, worksAfter }) => [
    ...steps.slice(0, newestAt),
    { version: NEWEST, worksAfter },
    ...steps.slice(newestAt),
  ])

async function live(steps: readonly { version: number; worksAfter: boolean }[]): Promise<World> {
  const world = createWorld()
  for (const { version, worksAfter } of steps) {
    await world.sync.receive('shop', webhook(versions[version - 1] ?? ''))
    if (worksAfter) await workOff(world)
  }
  await workOff(world)
  return world
}

async function entityOf({ store }: World) {
  const refs = [refKey(orderRef('1'))]
  const found = await store.open('acme').query<'situation'>({ kind: 'situation', refs })
  return found.map(({ states }) => states[0]?.row.body).unwrapOr(undefined)
}

describe('facts of one entity in any order, repeated at will', () => {
  it('end in the state of the newest, in the entity and in the target system', async () => {
    const expected = await live([{ version: NEWEST, worksAfter: true }])
    const entity = await entityOf(expected)
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const world = await live(steps)
        expect(await entityOf(world)).toEqual(entity)
        const { documents, ledger } = world.erpBooks
        expect(documents.get(refKey(orderRef('1')))?.body).toEqual(entity)
        const booked = ledger.map(({ body }) => (body as { updatedAt: string }).updatedAt)
        expect(booked).toEqual([...booked].sort())
        expect(await world.sync.exceptions()).toEqual([])
        expect(await world.sync.backlog()).toEqual({
          facts: 0,
          reads: 0,
          effects: 0,
          waiting: 0,
          blocked: 0,
        })
      }),
      { numRuns: 60 },
    )
  })
})
