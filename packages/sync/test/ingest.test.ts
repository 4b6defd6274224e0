import { memoryStore, type StoreFailure } from '@canonry/sync'
import { errAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { bookedTotals } from './world/erp.js'
import { orderRef, shopOrder } from './world/shop.js'
import { createWorld, workOff } from './world/world.js'

const documentOf = (key: string, version = 1, more: { eventId?: string } = {}) => ({
  resource: 'order@rest',
  key,
  body: JSON.stringify(shopOrder(key, version)),
  ...more,
})

describe('ingesting documents', () => {
  it('says of each what became of it, in order, and works on what it took', async () => {
    const world = createWorld()
    const taken = await world.sync.ingest('shop', [
      documentOf('1', 1, { eventId: 'a' }),
      documentOf('1', 1, { eventId: 'a' }),
      documentOf('1', 2, { eventId: 'a' }),
      documentOf('2'),
    ])
    expect(taken.map(({ kind }) => kind)).toEqual([
      'accepted',
      'duplicate',
      'conflicting',
      'accepted',
    ])
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
    expect(bookedTotals(world.erpBooks, orderRef('2'))).toEqual(['11'])
  })

  it('refuses what it cannot keep, saying why, and takes the rest', async () => {
    const world = createWorld()
    const body = `"${'x'.repeat(5 * 1024 * 1024)}"`
    const taken = await world.sync.ingest('shop', [
      { ...documentOf('1'), resource: 'parrot@rest' },
      { ...documentOf('1'), key: '' },
      { ...documentOf('1'), body },
      { ...documentOf('1'), body: `${'['.repeat(65)}${']'.repeat(65)}` },
      documentOf('2'),
    ])
    expect(taken).toMatchObject([
      { kind: 'refused', reason: 'unknown-resource', message: expect.stringContaining('order@') },
      { kind: 'refused', reason: 'nameless' },
      { kind: 'refused', reason: 'oversize' },
      { kind: 'refused', reason: 'too-deep' },
      { kind: 'accepted' },
    ])
    expect((await world.sync.backlog()).facts).toBe(1)
  })

  it.each([
    ['nothing', null],
    ['a number for a key', { ...documentOf('1'), key: 1 }],
    ['an object for a body', { ...documentOf('1'), body: shopOrder('1') }],
    ['no body', { ...documentOf('1'), body: undefined }],
  ])('refuses %s from a caller without types, and takes the rest', async (_, odd) => {
    const { sync } = createWorld()
    const [refused, taken] = await sync.ingest('shop', [odd as never, documentOf('2')])
    expect(refused).toMatchObject({ kind: 'refused', reason: 'no-document' })
    expect(taken).toEqual({ kind: 'accepted' })
  })

  it('rejects for a connection that does not exist, naming those that do', async () => {
    const { sync } = createWorld()
    await expect(sync.ingest('nowhere', [])).rejects.toThrow(/"nowhere".*shop, erp/)
  })

  it('rejects with nothing taken while the journal cannot commit', async () => {
    const failure: StoreFailure = { kind: 'full', message: 'the disk is full' }
    const store = memoryStore()
    const full = {
      ...store,
      open: (tenant: string) => ({ ...store.open(tenant), append: () => errAsync(failure) }),
    }
    const { sync } = createWorld({ store: full })
    await expect(sync.ingest('shop', [documentOf('1')])).rejects.toThrow(/nothing was taken.*full/)
  })
})
