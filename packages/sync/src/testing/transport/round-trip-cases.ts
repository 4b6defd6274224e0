import assert from 'node:assert/strict'
import { idsOf, messageOf, messagesOf, openBench } from './transport-bench.js'
import type { TransportConformanceCase } from './transport-case.js'

const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => byte)
const ODD_HEADERS = {
  'ce-type': 'retail.order.changed.v1',
  'content-type': 'application/cloudevents+json; charset=utf-8',
  'x-spaces': '  both ends  ',
  'x-percent': '100 % and %41',
  'x-colon': 'a: b:c',
  'x-empty': '',
  'x-name': 'Łódź, 東京 🛒 "quoted"',
  'x-lines': 'one\r\ntwo\tthree',
}
const { 'x-lines': _lines, ...PLAIN_HEADERS } = ODD_HEADERS

/** Promises about what comes back of what was published. */
export const roundTripCases: readonly TransportConformanceCase[] = [
  {
    name: 'gives every message as it was published: bytes, headers, key and id',
    invariants: ['T1'],
    needs: ['publishes', 'pulls'],
    run: async (place) => {
      const bench = await openBench(place)
      const sent = [
        messageOf('bytes', { body: EVERY_BYTE }),
        messageOf('empty', { body: new Uint8Array(), headers: {} }),
        messageOf('gid://shop/Order/1 é %', { key: 'größe / 1 %2F', headers: PLAIN_HEADERS }),
        messageOf('lines', { headers: ODD_HEADERS }),
      ]
      const answers = await bench.publish(...sent)
      assert.deepEqual(answers, ['accepted', 'accepted', 'accepted', 'accepted'])
      const taken = await bench.drain(sent.length)
      for (const { id, key, headers, body } of sent) {
        const came = taken.find((each) => each.id === id)
        assert.deepEqual({ ...came?.headers }, headers, id)
        assert.equal(came?.key, key)
        assert.deepEqual(Buffer.from(came?.body ?? []), Buffer.from(body), id)
      }
    },
  },
  {
    name: 'does not give again what is done',
    invariants: ['T1'],
    needs: ['publishes', 'pulls'],
    run: async (place) => {
      const bench = await openBench(place)
      await bench.publish(...messagesOf('a', 3), ...messagesOf('b', 3))
      assert.equal((await bench.drain(6)).length, 6)
      await place.pass(1.5 * place.holdMs)
      assert.deepEqual(idsOf(await bench.pull()), [])
    },
  },
  {
    name: 'accepts an id once, also within one batch, and gives it once',
    invariants: ['T7'],
    needs: ['publishes', 'pulls', 'dedupeMs'],
    run: async (place) => {
      const bench = await openBench(place)
      const [first, second] = [messageOf('one'), messageOf('two')]
      assert.deepEqual(await bench.publish(first, first, second), [
        'accepted',
        'duplicate',
        'accepted',
      ])
      assert.deepEqual(await bench.publish(second), ['duplicate'])
      assert.deepEqual([...idsOf(await bench.drain(2))].sort(), ['one', 'two'])
      assert.deepEqual(await bench.publish(first), ['duplicate'])
      assert.deepEqual(idsOf(await bench.pull()), [])
    },
  },
  {
    name: 'refuses a body that is too large, says so, and takes the messages around it',
    invariants: ['T8'],
    needs: ['publishes'],
    run: async (place) => {
      const bench = await openBench(place)
      const { maxBytes } = bench.transport.capabilities
      const tooLarge = messageOf('large', { body: new Uint8Array(maxBytes + 1) })
      const [before, refused, after] = await place.answerOf(
        bench.transport.publish([messageOf('before'), tooLarge, messageOf('after')]),
      )
      assert.deepEqual([before?.kind, after?.kind], ['accepted', 'accepted'])
      assert(refused?.kind === 'rejected')
      assert.equal(refused.failure.kind, 'contract.invalid')
      assert.match(refused.failure.message, new RegExp(`${maxBytes}`))
    },
  },
  {
    name: 'takes a body of just the size that it names',
    invariants: ['T1', 'T8'],
    needs: ['publishes', 'pulls'],
    run: async (place) => {
      const bench = await openBench(place)
      const { maxBytes } = bench.transport.capabilities
      const body = new Uint8Array(maxBytes).fill(7)
      assert.deepEqual(await bench.publish(messageOf('just', { body })), ['accepted'])
      const [came] = await bench.drain(1)
      assert.equal(came?.body.length, maxBytes)
    },
  },
  {
    name: 'gives what is rejected to nobody again, and what stands behind it',
    invariants: ['T8'],
    needs: ['publishes', 'pulls'],
    run: async (place) => {
      const bench = await openBench(place)
      await bench.publish(...messagesOf('k', 3))
      const [poison] = await bench.pull(1)
      assert(poison)
      assert.deepEqual(await bench.acknowledge([poison], 'reject'), ['ok'])
      const rest = idsOf(await bench.drain(2))
      assert(!rest.includes(poison.id))
      await place.pass(1.5 * place.holdMs)
      assert.deepEqual(idsOf(await bench.pull()), [])
    },
  },
]
