import assert from 'node:assert/strict'
import { refKey } from '@canonry/model'
import { abandoned } from '../../effects/settling/abandoned.js'
import { claimBench, createBench, effectOf, got, inserts, refOf, START, takeOver } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

const keysOf = (effects: readonly { key: string }[]) => effects.map(({ key }) => key)

/** What waiting effects, and workers that come and go, can rely on in every store. */
export const handoverCases: readonly StoreConformanceCase[] = [
  {
    name: 'wakes what waits as soon as the entity that it waits for has a name in the target system',
    run: async (create) => {
      const bench = await createBench(create)
      const customer = { entity: 'customer', id: 'c', ref: refOf('c'), evidence: 'fact' } as const
      await bench.commit({ effects: inserts(effectOf('order')), links: [customer] })
      const [effect] = await bench.lease()
      assert.ok(effect)
      const dependency = { ref: refKey(refOf('c')), system: 'erp', account: 'acme' }
      const waiting = { state: 'waiting', dependency, runAt: START + 300_000 } as const
      await bench.complete(effect, waiting)
      assert.deepEqual(await bench.lease(), [])
      await bench.commit({ links: [{ ...customer, ref: refOf('7', 'erp') }] })
      assert.deepEqual(keysOf(await bench.lease()), ['order'])
    },
  },
  {
    name: 'makes due at once what starts waiting for something that exists by now',
    run: async (create) => {
      const bench = await createBench(create)
      const customer = { entity: 'customer', id: 'c', ref: refOf('c'), evidence: 'fact' } as const
      await bench.commit({ effects: inserts(effectOf('order')) })
      const [effect] = await bench.lease()
      assert.ok(effect)
      await bench.commit({ links: [customer, { ...customer, ref: refOf('7', 'erp') }] })
      const dependency = { ref: refKey(refOf('c')), system: 'erp', account: 'acme' }
      await bench.complete(effect, { state: 'waiting', dependency, runAt: START + 300_000 })
      assert.deepEqual(keysOf(await bench.lease()), ['order'])
    },
  },
  {
    name: 'hands what a lost worker held to the next: leased is ready again, sending is verified first',
    invariants: ['I14'],
    run: async (create) => {
      const store = (await create()).open('acme')
      const first = await claimBench(store, { worker: 'one', now: START })
      await first.commit({ effects: inserts(effectOf('a'), effectOf('b')) })
      const [a] = await first.lease()
      assert.ok(a)
      assert.equal(await first.complete(a, { state: 'sending' }), 'done')
      const taken = await takeOver(store, { worker: 'two', now: START + 20_000 })
      assert.deepEqual(keysOf(taken.abandoned).sort(), ['a', 'b'])
      const { epoch, now } = taken
      const items = taken.abandoned.map((effect) => abandoned(effect, { now, readAfterWriteMs: 0 }))
      assert.ok((await store.complete({ now, epoch, items })).isOk())
      const again = await got(store.maintain({ kind: 'claim', now, worker: 'two' }))
      assert.deepEqual(again.abandoned, [])
      const second = await claimBench(store, { worker: 'two', now })
      const leased = await second.lease({ now })
      assert.deepEqual(leased.map(({ key, state }) => `${key} ${state}`).sort(), [
        'a verifying',
        'b leased',
      ])
    },
  },
  {
    name: 'lets one worker at a time work, and another 20 seconds after the last sign of life',
    unless: 'manyWorkers',
    invariants: ['I5'],
    run: async (create) => {
      const store = (await create()).open('acme')
      const claim = (worker: string, now: number) => store.maintain({ kind: 'claim', now, worker })
      const first = await got(claim('one', START))
      const refused = await claim('two', START + 19_999)
      assert.equal(refused.isErr() && refused.error.kind, 'already-running')
      const { epoch } = first
      assert.ok((await store.maintain({ kind: 'beat', now: START + 10_000, epoch })).isOk())
      assert.ok((await claim('two', START + 29_999)).isErr())
      assert.equal((await got(claim('one', START + 29_999))).epoch, epoch)
      const second = await got(claim('two', START + 50_000))
      assert.ok(second.epoch > epoch)
      assert.ok((await store.maintain({ kind: 'release', epoch: second.epoch })).isOk())
      assert.ok((await claim('three', START + 50_001)).isOk())
      // the clock was an hour ahead then, and was set right while nobody worked
      await got(claim('three', START + 3_600_000))
      assert.ok((await claim('four', START + 60_000)).isOk())
    },
  },
]
