import assert from 'node:assert/strict'
import { idsOf, messageOf, messagesOf, openBench, type TransportBench } from './transport-bench.js'
import type { TransportConformanceCase, TransportPlace } from './transport-case.js'

/** Promises about brokers that go away, answers that are lost, and closing. */
export const troubleCases: readonly TransportConformanceCase[] = [
  {
    name: 'loses nothing when the broker is started again in the middle of a batch',
    invariants: ['T6'],
    needs: ['publishes', 'pulls', 'restart'],
    run: async (place) => {
      const bench = await openBench(place)
      const sent = Array.from({ length: 30 }, (_, index) => messageOf(`m${index}`))
      await bench.publish(...sent)
      const held = await bench.pull(20)
      const done = held.slice(0, Math.ceil(held.length / 2))
      await bench.acknowledge(done, 'done')
      await place.restart?.()
      const seen = new Set(idsOf(done))
      await everything(place, bench, { seen, count: sent.length })
      assert.deepEqual([...seen].sort(), [...idsOf(sent)].sort())
      assert.deepEqual(await publishUntilAnswered(place, bench, 'after'), 'accepted')
    },
  },
  {
    name: 'answers everything that was published before it was closed, and nothing after',
    invariants: ['T10'],
    needs: ['publishes'],
    run: async (place) => {
      const bench = await openBench(place)
      const answers = bench.transport.publish(messagesOf('k', 50))
      await bench.close()
      const kinds = (await place.answerOf(answers)).map(({ kind }) => kind)
      assert.deepEqual(
        kinds,
        kinds.map(() => 'accepted'),
      )
      const [late] = await bench.transport.publish([messageOf('late')])
      assert.equal(late?.kind, 'rejected')
    },
  },
  {
    name: 'gives elsewhere what was held by one that closed',
    invariants: ['T10'],
    needs: ['publishes', 'pulls'],
    run: async (place) => {
      const [one, two] = [await openBench(place), await openBench(place)]
      await one.publish(...messagesOf('a', 5), ...messagesOf('b', 5))
      const held = await one.pull(4)
      assert(held.length > 0)
      await one.close()
      const closed = await one.transport.pull({ max: 1, waitMs: 0 })
      assert.equal(closed.isErr() && closed.error.kind, 'closed')
      await place.pass(1.5 * place.holdMs)
      assert.equal(new Set(idsOf(await two.drain(10))).size, 10)
    },
  },
  {
    name: 'answers unknown when the answer was lost; published again, everything is there',
    invariants: ['T11'],
    needs: ['publishes', 'pulls', 'cut'],
    run: async (place) => {
      const { transport, cut, mend } = place.cuttable?.() ?? assert.fail('nothing to cut')
      const bench = await openBench(place, transport)
      const sent = messagesOf('k', 20)
      cut()
      const kinds = await bench.publish(...sent)
      assert(kinds.includes('unknown'), `the answers were lost: ${kinds}`)
      assert(!kinds.includes('rejected'), `nothing was rejected: ${kinds}`)
      mend()
      const other = await openBench(place)
      const again = await other.publish(...sent)
      assert(again.every((kind) => kind === 'accepted' || kind === 'duplicate'))
      const came = idsOf(await other.drain(sent.length))
      const { order, dedupeMs } = transport.capabilities
      const [each, all] = [[...new Set(came)], idsOf(sent)]
      if (order === 'key') assert.deepEqual(each, all)
      else assert.deepEqual(each.toSorted(), [...all].sort())
      if (dedupeMs > 0) assert.equal(came.length, sent.length)
    },
  },
]

// while a broker comes back, its transports may say that it is unreachable
async function everything(
  place: TransportPlace,
  bench: TransportBench,
  { seen, count }: { seen: Set<string>; count: number },
): Promise<void> {
  for (let pulls = 0; seen.size < count && pulls < 200; pulls += 1) {
    const pulled = await place.answerOf(bench.transport.pull({ max: 20, waitMs: 500 }))
    const deliveries = pulled.unwrapOr([])
    if (pulled.isErr()) await place.pass(100)
    const acknowledgements = deliveries.map(({ receipt }) => ({ receipt, as: 'done' }) as const)
    await place.answerOf(bench.transport.acknowledge(acknowledgements).unwrapOr([]))
    for (const { id } of deliveries) seen.add(id)
  }
}

async function publishUntilAnswered(
  ...[place, bench, id]: [TransportPlace, TransportBench, string]
): Promise<string | undefined> {
  for (let turn = 0; turn < 50; turn += 1) {
    const [kind] = await bench.publish(messageOf(id))
    if (kind === 'accepted') return kind
    await place.pass(100)
  }
  return undefined
}
