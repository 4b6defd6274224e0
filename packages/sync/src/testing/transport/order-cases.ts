import assert from 'node:assert/strict'
import type { Delivery } from '../../transport/transport.js'
import { idsOf, messagesOf, openBench, type TransportBench } from './transport-bench.js'
import type { TransportConformanceCase } from './transport-case.js'

const KEYS = Array.from({ length: 12 }, (_, index) => `key ${index}`)
const EACH = 25

/** Promises about the order of a key. */
export const orderCases: readonly TransportConformanceCase[] = [
  {
    name: 'keeps the order of every key while three pull at the same time',
    invariants: ['T2'],
    needs: ['publishes', 'pulls', 'order'],
    run: async (place) => {
      const benches = [await openBench(place), await openBench(place), await openBench(place)]
      await publishInTurns(benches[0] as TransportBench)
      const done: Delivery[] = []
      const isAll = () => done.length >= KEYS.length * EACH
      await Promise.all(benches.map((bench) => work(bench, { done, isAll })))
      assertInOrder(done)
    },
  },
  {
    name: 'gives nothing of a key while somebody holds what came before, and then all of it in order',
    invariants: ['T2', 'T3'],
    needs: ['publishes', 'pulls', 'order'],
    run: async (place) => {
      const lost = await openBench(place)
      const other = await openBench(place)
      await publishInTurns(lost)
      const held = await lost.pull(40)
      assert(held.length > 0)
      const early = await other.pull(1_000, 50)
      assertApart(held, early)
      const done = [...early]
      await other.acknowledge(early, 'done')
      await lost.transport.close({ drainMs: 0 }).unwrapOr(undefined)
      await place.pass(1.5 * place.holdMs)
      done.push(...(await other.drain(KEYS.length * EACH - done.length)))
      assertInOrder(done)
    },
  },
  {
    name: 'gives nothing of a key to one pull while another of the same transport holds what came before',
    invariants: ['T2'],
    needs: ['publishes', 'pulls', 'order'],
    run: async (place) => {
      const bench = await openBench(place)
      await publishInTurns(bench)
      // as `consume` does: one batch is journaled while the next is on its way
      const [one, other] = await Promise.all([bench.pull(7), bench.pull(7)])
      assertApart(one, other)
      const behind = await bench.pull(1_000, 50)
      assertApart([...one, ...other], behind)
      const done = [...other, ...behind]
      await bench.acknowledge(done, 'done')
      await bench.acknowledge(one, 'retry')
      done.push(...(await bench.drain(KEYS.length * EACH - done.length)))
      assertInOrder(done)
    },
  },
  {
    name: 'keeps the order of a key whose messages are to come again',
    invariants: ['T2'],
    needs: ['publishes', 'pulls', 'order'],
    run: async (place) => {
      const bench = await openBench(place)
      await publishInTurns(bench)
      const done: Delivery[] = []
      for (let turn = 0; done.length < KEYS.length * EACH && turn < 400; turn += 1) {
        const taken = await bench.pull(30)
        // of every batch the second half comes again, as after a failed call
        const kept = turn % 2 === 0 ? taken.slice(0, Math.floor(taken.length / 2)) : taken
        await bench.acknowledge(kept, 'done')
        await bench.acknowledge(taken.slice(kept.length), 'retry')
        done.push(...kept)
      }
      assertInOrder(done)
    },
  },
]

async function publishInTurns(bench: TransportBench): Promise<void> {
  const lists = KEYS.map((key) => messagesOf(key, EACH))
  const turns = Array.from({ length: EACH }, (_, turn) => turn)
  const all = turns.flatMap((turn) => lists.flatMap((list) => list[turn] ?? []))
  const answers = await bench.publish(...all)
  assert.equal(answers.filter((kind) => kind === 'accepted').length, all.length)
}

async function work(
  bench: TransportBench,
  { done, isAll }: { done: Delivery[]; isAll: () => boolean },
): Promise<void> {
  for (let pulls = 0; !isAll() && pulls < 400; pulls += 1) {
    const taken = await bench.pull(7)
    done.push(...taken)
    await bench.acknowledge(taken, 'done')
  }
}

// what came twice was lost by its holder; the first time is the one that counts
function assertInOrder(done: readonly Delivery[]): void {
  const seen = new Map<string, Set<string>>()
  for (const { key, id } of done) seen.set(key, (seen.get(key) ?? new Set()).add(id))
  for (const key of KEYS) {
    assert.deepEqual([...(seen.get(key) ?? [])], idsOf(messagesOf(key, EACH)), key)
  }
}

function assertApart(held: readonly Delivery[], early: readonly Delivery[]): void {
  const keys = new Set(held.map(({ key }) => key))
  const both = early.filter(({ key }) => keys.has(key))
  assert.deepEqual(idsOf(both), [], 'these stand behind what somebody else holds')
}
