import assert from 'node:assert/strict'
import { idsOf, messageOf, messagesOf, openBench, type TransportBench } from './transport-bench.js'
import type { TransportConformanceCase, TransportPlace } from './transport-case.js'

/** How often a message is extended: long enough to outlast the first hold. */
const EXTENSIONS = 8
/** A machine with other things to do may wake up when a hold is over, which says nothing: then once more. */
const MOST_ROUNDS = 10

/** Promises about deliveries that are held, and time. */
export const holdCases: readonly TransportConformanceCase[] = [
  {
    name: 'gives what is not acknowledged again once its time is over, and not before',
    invariants: ['T3'],
    needs: ['publishes', 'pulls', 'holdMs'],
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
      const first = await bench.pull()
      assert.equal(first[0]?.deliveries, 1)
      await bench.acknowledge(first, 'retry')
      const [second] = await bench.pull(1, place.holdMs)
      assert((second?.deliveries ?? 0) >= 2, `the second delivery counts ${second?.deliveries}`)
      if (bench.transport.capabilities.holdMs === undefined) return
      await place.pass(1.5 * place.holdMs)
      const [third] = await bench.pull(1, place.holdMs)
      assert((third?.deliveries ?? 0) >= 3, `the third delivery counts ${third?.deliveries}`)
    },
  },
  {
    name: 'says that it was lost to who acknowledges too late, and gives it again',
    invariants: ['T4'],
    needs: ['publishes', 'pulls', 'holdMs'],
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
      const [bench, other] = [await openBench(place), await openBench(place)]
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        if ((await holdOn(place, { bench, other })) === 'extended in time') return
        await bench.drain(1)
      }
      assert.fail(
        `in ${MOST_ROUNDS} rounds nothing could be extended in time: is the machine busy?`,
      )
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
      // where order is kept, nothing of the key passes what was put off
      const count = bench.transport.capabilities.order === 'key' ? 2 : 1
      await bench.publish(...messagesOf('k', count))
      const taken = await bench.pull(count)
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

/**
 * Extends what one transport holds while another looks for it. Promises nothing of a message whose extension
 * came later than its hold, by the clock of who asked.
 */
async function holdOn(
  place: TransportPlace,
  { bench, other }: { readonly bench: TransportBench; readonly other: TransportBench },
): Promise<'extended in time' | 'too late'> {
  await bench.publish(messageOf(`held from ${place.env.now()}`))
  let asked = place.env.now()
  const inTime = () => place.env.now() - asked <= place.holdMs
  const held = await bench.pull()
  for (let turn = 0; turn < EXTENSIONS; turn += 1) {
    await place.pass(0.2 * place.holdMs)
    const asks = place.env.now()
    const answers = await bench.acknowledge(held, 'extend')
    if (!inTime()) return 'too late'
    assert.deepEqual(answers, ['ok'])
    asked = asks
    const found = idsOf(await other.pull(10, 10))
    if (!inTime()) return 'too late'
    assert.deepEqual(found, [])
  }
  const answers = await bench.acknowledge(held, 'done')
  if (inTime()) assert.deepEqual(answers, ['ok'])
  return 'extended in time'
}
