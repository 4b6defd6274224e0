import assert from 'node:assert/strict'
import { idsOf, messageOf, messagesOf, openBench } from './transport-bench.js'
import type { TransportConformanceCase } from './transport-case.js'

/** Promises about deliveries that are held, and time. */
export const holdCases: readonly TransportConformanceCase[] = [
  {
    name: 'gives what is not acknowledged again once its time is over, and not before',
    invariants: ['T3'],
    needs: ['publishes', 'pulls'],
    run: async (place) => {
      const bench = await openBench(place)
      await bench.publish(messageOf('one'))
      assert.deepEqual(idsOf(await bench.pull()), ['one'])
      assert.deepEqual(idsOf(await bench.pull(10, 10)), [])
      await place.pass(1.5 * place.holdMs)
      assert.deepEqual(idsOf(await bench.drain(1)), ['one'])
    },
  },
  {
    name: 'counts how often a message was delivered',
    invariants: ['T3'],
    needs: ['publishes', 'pulls', 'countsDeliveries'],
    run: async (place) => {
      const bench = await openBench(place)
      await bench.publish(messageOf('one'))
      const [first] = await bench.pull()
      assert.equal(first?.deliveries, 1)
      await place.pass(1.5 * place.holdMs)
      const [second] = await bench.pull(1, place.holdMs)
      assert((second?.deliveries ?? 0) >= 2, `the second delivery counts ${second?.deliveries}`)
    },
  },
  {
    name: 'says that it was lost to who acknowledges too late, and gives it again',
    invariants: ['T4'],
    needs: ['publishes', 'pulls'],
    run: async (place) => {
      const bench = await openBench(place)
      await bench.publish(messageOf('one'))
      const held = await bench.pull()
      await place.pass(1.5 * place.holdMs)
      assert.deepEqual(await bench.acknowledge(held, 'done'), ['lost'])
      assert.deepEqual(idsOf(await bench.drain(1)), ['one'])
    },
  },
  {
    name: 'holds on what is extended',
    invariants: ['T5'],
    needs: ['publishes', 'pulls', 'extends'],
    run: async (place) => {
      const bench = await openBench(place)
      const other = await openBench(place)
      await bench.publish(messageOf('one'))
      const held = await bench.pull()
      // often enough for a machine that has other things to do
      for (let turn = 0; turn < 8; turn += 1) {
        await place.pass(0.2 * place.holdMs)
        assert.deepEqual(await bench.acknowledge(held, 'extend'), ['ok'])
        assert.deepEqual(idsOf(await other.pull(10, 10)), [])
      }
      assert.deepEqual(await bench.acknowledge(held, 'done'), ['ok'])
    },
  },
  {
    name: 'gives at most what was asked for, and to nobody what another holds',
    invariants: ['T9'],
    needs: ['publishes', 'pulls'],
    run: async (place) => {
      const [one, two] = [await openBench(place), await openBench(place)]
      const sent = Array.from({ length: 40 }, (_, index) => messageOf(`m${index}`))
      await one.publish(...sent)
      const held: string[] = []
      for (let turn = 0; held.length < sent.length && turn < 200; turn += 1) {
        const bench = turn % 2 === 0 ? one : two
        const taken = await bench.pull(3, 200)
        assert(taken.length <= 3, `${taken.length} came, 3 were asked for`)
        held.push(...idsOf(taken))
        await bench.acknowledge(taken, 'done')
      }
      assert.deepEqual([...held].sort(), [...idsOf(sent)].sort())
    },
  },
  {
    name: 'answers nothing when nothing comes, and at once when it is told to stop waiting',
    invariants: ['T9'],
    needs: ['pulls'],
    run: async (place) => {
      const bench = await openBench(place)
      assert.deepEqual(await bench.pull(10, 20), [])
      const stop = new AbortController()
      const waiting = bench.transport.pull({ max: 10, waitMs: 3_600_000, signal: stop.signal })
      stop.abort()
      assert.deepEqual((await waiting).unwrapOr([]), [])
    },
  },
  {
    name: 'gives what is to come again when its delay is over, and not before',
    invariants: ['T12'],
    needs: ['publishes', 'pulls', 'delays'],
    run: async (place) => {
      const bench = await openBench(place)
      await bench.publish(...messagesOf('k', 2))
      const taken = await bench.pull(2)
      const delayMs = 0.6 * place.holdMs
      const from = place.env.now()
      assert.deepEqual(
        await bench.acknowledge(taken, 'retry', delayMs),
        taken.map(() => 'ok'),
      )
      assert.deepEqual(idsOf(await bench.pull(10, 10)), [])
      const again = await bench.pull(1, 10 * place.holdMs)
      assert.deepEqual(idsOf(again), ['k-1'])
      const passed = place.env.now() - from
      assert(passed >= 0.95 * delayMs, `it came after ${passed} ms of ${delayMs}`)
    },
  },
]
