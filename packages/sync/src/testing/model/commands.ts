import fc from 'fast-check'
import type { GateEvent } from '../../effects/connection-gate.js'
import type { EffectState } from '../../effects/effect.js'
import { factOf, loadOf } from '../conformance/bench.js'
import { commitFacts } from './commit-facts.js'
import { completeOne } from './complete-one.js'
import { askBoth, NAMES, nameOf, type StoreCommand } from './pair.js'
import { peopleCommands } from './people-commands.js'

const name = fc.constantFrom(...NAMES)

const append = fc
  .array(fc.record({ name, hash: fc.nat(3), event: fc.option(fc.nat(3), { nil: undefined }) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map(
    (said): StoreCommand => ({
      name: `append ${JSON.stringify(said)}`,
      run: async (pair) => {
        const facts = said.map(({ name, hash, event }) =>
          factOf({
            routingKey: name,
            shard: NAMES.indexOf(name),
            hash: `${name}-${hash}`,
            receivedAt: pair.now,
            subjects: [nameOf(name)],
            ...(event !== undefined && { eventId: `event-${event}` }),
          }),
        )
        await askBoth(pair, ({ store }) => store.append({ now: pair.now, facts, counts: {} }))
      },
    }),
  )

const decide = fc
  .record({
    limit: fc.integer({ min: 1, max: 4 }),
    class: fc.constantFrom('critical', 'high', 'normal', 'bulk'),
    effects: fc.nat(2),
    refresh: fc.boolean(),
    wrong: fc.constantFrom('nothing', 'nothing', 'nothing', 'cursor', 'version', 'key'),
    trouble: fc.constantFrom('none', 'open', 'resolve'),
  } as const)
  .map(
    (how): StoreCommand => ({
      name: `decide ${JSON.stringify(how)}`,
      run: (pair) => commitFacts(pair, how),
    }),
  )

const lease = fc
  .record({ limit: fc.integer({ min: 1, max: 4 }), perSecond: fc.constantFrom(1, 1_000) })
  .map(
    ({ limit, perSecond }): StoreCommand => ({
      name: `lease ${limit} at ${perSecond}/s`,
      run: async (pair) => {
        const connections = [loadOf('erp', { perSecond })]
        const { now, epoch } = pair
        await askBoth(pair, ({ store }) => store.lease({ now, epoch, limit, connections }))
      },
    }),
  )

const complete = fc
  .record({
    pick: fc.nat(9),
    state: fc.constantFrom<EffectState>(
      'sending',
      'confirmed',
      'no-op',
      'unknown',
      'retry-at',
      'throttled',
      'waiting',
      'exception',
      'superseded',
    ),
    later: fc.constantFrom(0, 1_000, 60_000),
    stale: fc.boolean(),
    gate: fc.constantFrom<GateEvent['kind'] | 'none'>(
      'none',
      'success',
      'answer',
      'transient',
      'pause',
    ),
    link: fc.constantFrom('none', 'plain', 'shared'),
  })
  .map(
    (how): StoreCommand => ({
      name: `complete ${JSON.stringify(how)}`,
      run: (pair) => completeOne(pair, how),
    }),
  )

const pass = fc.constantFrom(1, 500, 1_000, 15_000, 86_400_000).map(
  (ms): StoreCommand => ({
    name: `${ms} ms pass`,
    run: async (pair) => {
      pair.now += ms
    },
  }),
)

const age = fc.option(fc.constantFrom(0, 1_000, 60_000), { nil: undefined })

const beat = fc.record({ facts: age, effects: age }).map(
  ({ facts, effects }): StoreCommand => ({
    name: `beat ${JSON.stringify({ facts, effects })}`,
    run: async (pair) => {
      const { now, epoch } = pair
      const expire = {
        ...(facts !== undefined && { facts: now - facts }),
        ...(effects !== undefined && { effects: now - effects }),
      }
      await askBoth(pair, ({ store }) => store.maintain({ kind: 'beat', now, epoch, expire }))
    },
  }),
)

/** A worker asks for the right to work. */
export function claimBy(worker: string): StoreCommand {
  return {
    name: `${worker} claims`,
    run: async (pair) => {
      const request = { kind: 'claim', now: pair.now, worker } as const
      const claimed = await askBoth(pair, ({ store }) => store.maintain(request))
      if (claimed) Object.assign(pair, { worker, epoch: claimed.epoch })
    },
  }
}

const claim = fc.constantFrom('worker-1', 'worker-2').map(claimBy)

/** Anything that a store is asked in the course of its work. */
export const storeCommand: fc.Arbitrary<StoreCommand> = fc.oneof(
  { weight: 4, arbitrary: append },
  { weight: 6, arbitrary: decide },
  { weight: 5, arbitrary: lease },
  { weight: 6, arbitrary: complete },
  { weight: 2, arbitrary: pass },
  { weight: 2, arbitrary: beat },
  { weight: 1, arbitrary: claim },
  { weight: 3, arbitrary: peopleCommands },
)

/** How many commands there are at most, and that there are as many. */
export const AT_MOST = { minLength: 1, maxLength: 40, size: 'max' } as const
