import type { Ref } from '@canonry/model'
import { expect, it } from 'vitest'
import { orderRef, shopOrder, webhook } from './world/shop.js'
import { createWorld, workOff } from './world/world.js'

const by = { actor: 'anna', why: 'request 4711' }

it.each([
  [undefined, /mend system, account, kind, id/],
  ['shop/acme/Order/1', /mend system, account, kind, id/],
  [{ system: 'shop', account: 'acme', id: '1' }, /mend kind$/],
  [{ ...orderRef('1'), id: 1 }, /mend id$/],
  [{ ...orderRef('1'), account: '' }, /mend account$/],
])('what %o names is not taken for nothing', async (given, said) => {
  const world = createWorld()
  await world.sync.receive('shop', webhook(shopOrder('1')))
  await workOff(world)
  const ref = given as Ref
  const { sync } = world
  await expect(sync.timeline(ref)).rejects.toThrow(said)
  await expect(sync.entities([ref])).rejects.toThrow(said)
  await expect(sync.erase(ref, by)).rejects.toThrow(said)
  if (given) await expect(sync.replay({ mode: 'plan', ref })).rejects.toThrow(said)
  expect(await sync.acts()).toEqual([])
})

it('a range of what is not there is refused, and not replayed as empty', async () => {
  const { sync } = createWorld()
  const replay = (range: object) => sync.replay({ mode: 'plan', ...range })
  await expect(replay({ connection: 'shopp' })).rejects.toThrow(/"shopp" is no connection/)
  await expect(replay({ resource: 'order@soap' })).rejects.toThrow(
    /resource "order@soap": there are/,
  )
  await expect(sync.proposals('shop', { limit: Number.NaN })).rejects.toThrow(/give a whole number/)
  await expect(sync.entities(orderRef('1') as never)).rejects.toThrow(/a list of refs/)
  const document = { resource: 'order@rest', key: '1', body: '{}' }
  await expect(sync.ingest('shop', document as never)).rejects.toThrow(/give \[document\]/)
  await expect(sync.pause('erp', undefined as never)).rejects.toThrow(/nobody acts/)
  await expect(sync.unpause('erp', undefined as never)).rejects.toThrow(/nobody acts/)
  await expect(sync.resume(undefined as never, by)).rejects.toThrow(/no exceptions are named/)
  for (const from of [-5, 1.5, Number.NaN]) {
    await expect(sync.audit.verify({ from })).rejects.toThrow(/the first is at 0/)
    await expect(sync.audit.entries({ from })).rejects.toThrow(/the first is at 0/)
    await expect(sync.audit.entries({ limit: from })).rejects.toThrow(/give a whole number/)
  }
})
