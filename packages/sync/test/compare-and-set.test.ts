import { describe, expect, it } from 'vitest'
import { type ComparingErp, comparingErp, type Numbering } from './world/comparing-erp.js'
import { orderRef, shopOrder, webhook } from './world/shop.js'
import { createWorld, ordersTo, type World, type WorldOptions, workOff } from './world/world.js'

function worldWith({ connection }: ComparingErp, options: WorldOptions = {}): World {
  const wrap: WorldOptions['wrap'] = (known) => (known.id === 'erp' ? connection : known)
  return createWorld({ wrap, flows: ({ erp }) => [ordersTo(erp)], ...options })
}

async function tell(world: World, version: number, more: Parameters<typeof shopOrder>[2] = {}) {
  await world.sync.receive('shop', webhook(shopOrder('1', version, more)))
  await workOff(world)
}

const expectedOf = ({ pushes }: ComparingErp) => pushes.map(({ expected }) => expected)
const opaque: Numbering = (count) => `etag-${'xyzuvw'[count]}`

describe('a system that compares before it writes', () => {
  it('is told the version that it gave last', async () => {
    const erp = comparingErp()
    const world = worldWith(erp)
    await tell(world, 1)
    await tell(world, 2)
    await tell(world, 3)
    expect(expectedOf(erp)).toEqual([undefined, '1', '2'])
    expect(erp.orders.get('SO1')).toMatchObject({ total: '13', version: '3' })
  })

  it.each([
    ['that count', String],
    ['that say nothing about their order', opaque],
  ])(
    'is read when somebody else was faster, and what it owns is kept, with versions %s',
    async (_, numbering) => {
      const erp = comparingErp({ numbering })
      const world = worldWith(erp, { ownership: { order: { note: 'erp' } } })
      await tell(world, 1)
      erp.edit('SO1', { note: 'call before delivery', total: '99' })
      await tell(world, 2)
      expect(erp.orders.get('SO1')).toMatchObject({ total: '12', note: 'call before delivery' })
      expect(erp.pushes.map(({ key }) => key.split('#')[1])).toEqual([undefined, '2', '3'])
      const kinds = (await world.sync.timeline(orderRef('1'))).map(({ kind }) => kind)
      expect(kinds).toContain('effect-superseded')
      expect(await world.sync.exceptions()).toEqual([])
    },
  )

  it('is written over where it owns nothing, and people see what differed', async () => {
    const erp = comparingErp()
    const world = worldWith(erp)
    await tell(world, 1)
    erp.edit('SO1', { total: '99' })
    await tell(world, 2)
    expect(expectedOf(erp)).toEqual([undefined, '1', '2'])
    expect(erp.orders.get('SO1')).toMatchObject({ total: '12', version: '3' })
    expect(await world.sync.findings()).toMatchObject([
      { code: 'non-owner-differs', path: '/asserted', message: expect.stringContaining('erp') },
    ])
  })

  it.each([
    // its first reading gives the order one more name, which is decided on
    { canRead: true, calls: 8 },
    { canRead: false, calls: 7 },
  ])(
    'is left to people when it is changed every time (readable: $canRead)',
    async ({ canRead, calls }) => {
      const erp = comparingErp({ canRead })
      const world = worldWith(erp)
      await tell(world, 1)
      erp.before = (id) => erp.edit(id, { total: '99' })
      await tell(world, 2)
      expect(await world.sync.exceptions({ state: 'open' })).toMatchObject([
        { reason: 'version-conflict' },
      ])
      expect(erp.pushes).toHaveLength(calls)
    },
  )

  it('is asked for nothing where it is not said to compare', async () => {
    const world = createWorld()
    await tell(world, 1)
    await tell(world, 2)
    expect(world.erpBooks.pushes.map((intent) => 'expected' in intent)).toEqual([false, false])
  })
})
