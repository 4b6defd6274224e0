import type { Failure } from '@canonry/pack'
import type { SlaEvent } from '@canonry/sync'
import { expect } from 'vitest'
import { orderRef, shopOrder, webhook } from '../world/shop.js'
import type { StoreCase } from '../world/store-case.js'
import { createWorld, type World, workOff } from '../world/world.js'

const BEN = { actor: 'ben', why: 'the ERP is upgraded' }
const REFUSED: Failure = { kind: 'business.rejected', message: 'the period is closed' }

function listened({ sync }: World): SlaEvent[] {
  const told: SlaEvent[] = []
  sync.on('sla-warned', (event) => told.push(event))
  sync.on('sla-breached', (event) => told.push(event))
  return told
}

/** What queues and SLAs promise over any store. */
export const queueCases: readonly StoreCase[] = [
  {
    name: 'counts what waits by connection and class, and how long the oldest has',
    run: async (create) => {
      const world = createWorld({ store: create() })
      world.erpBooks.judge = ({ source }) =>
        source.id === '1' ? { kind: 'failed', failure: REFUSED } : undefined
      await world.sync.receive('shop', webhook(shopOrder('1')))
      await workOff(world)
      await world.sync.pause('erp', BEN)
      const worker = await world.sync.start()
      await world.sync.receive('shop', webhook(shopOrder('2')))
      await world.env.advance(10_000)
      await worker.stop()
      await world.sync.receive('shop', webhook(shopOrder('3')))
      await world.env.advance(2_000)
      const { effects, journal, reads } = await world.sync.queues()
      expect(journal).toEqual({ facts: 1, oldestAgeMs: 2_000 })
      expect(reads).toEqual([])
      const [queue, ...others] = effects
      expect(others).toEqual([])
      expect(queue).toMatchObject({ connection: 'erp', class: 'critical', paused: true })
      expect(queue).toMatchObject({ depth: 2, ready: 1, held: 0, parked: 1 })
      expect(queue?.oldestAgeMs).toBeGreaterThanOrEqual(12_000)
    },
  },
  {
    name: 'warns of an effect after most of its time and tells when it is late, once each',
    run: async (create) => {
      const store = create()
      const world = createWorld({ store })
      const told = listened(world)
      await world.sync.pause('erp', BEN)
      await world.sync.receive('shop', webhook(shopOrder('1')))
      const worker = await world.sync.start()
      // a critical effect is to be done within 300 s
      await world.env.advance(235_000)
      expect(told).toEqual([])
      await world.env.advance(10_000)
      expect(told).toMatchObject([{ kind: 'sla-warned', class: 'critical', source: orderRef('1') }])
      await worker.stop()
      const { env, erpBooks } = world
      const again = createWorld({ store, env, erpBooks })
      const toldAgain = listened(again)
      const next = await again.sync.start()
      await env.advance(100_000)
      expect(toldAgain.map(({ kind }) => kind)).toEqual(['sla-breached'])
      await next.stop()
      expect(await again.sync.counters()).toMatchObject({ 'sla.warned': 1, 'sla.breached': 1 })
      const timeline = await again.sync.timeline(orderRef('1'))
      expect(timeline.slice(-2)).toMatchObject([
        { kind: 'sla-warned', message: /^to be done by 2026-11-27T08:05:00/ },
        { kind: 'sla-breached' },
      ])
    },
  },
  {
    name: 'tells nothing of what is done, and goes on when a listener throws',
    run: async (create) => {
      const world = createWorld({ store: create() })
      const told = listened(world)
      await world.sync.receive('shop', webhook(shopOrder('1')))
      const worker = await world.sync.start()
      await world.env.advance(5_000)
      await world.sync.pause('erp', BEN)
      world.sync.on('sla-warned', () => {
        throw new Error('a bug in the listener')
      })
      world.sync.on('sla-warned', async () => {
        throw new Error('nobody answers where it tells it')
      })
      const stop = world.sync.on('sla-breached', () => expect.unreachable())
      stop()
      await world.sync.receive('shop', webhook(shopOrder('2')))
      await world.env.advance(310_000)
      await worker.stop()
      expect(told.map(({ source }) => source.id)).toEqual(['2', '2'])
      expect(await world.sync.counters()).toMatchObject({ 'listeners.failed': 2 })
    },
  },
]
