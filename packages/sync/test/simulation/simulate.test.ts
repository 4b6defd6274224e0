import { type Flow, memoryStore, type Store } from '@canonry/sync'
import {
  memoryDatabase,
  type SimulateOptions,
  SimulationFailure,
  simulate,
} from '@canonry/sync/testing'
import { errAsync, okAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { commitBugs } from './planted/commit-bugs.js'
import { provable } from './provable.js'
import { type RetailWorld, retailInvariants, retailWorld } from './retail-world.js'

const options = {
  world: retailWorld(),
  invariants: retailInvariants,
} satisfies Partial<SimulateOptions<RetailWorld>>

async function failureOf(
  options: SimulateOptions<RetailWorld>,
): Promise<SimulationFailure | undefined> {
  try {
    await simulate(options)
    return undefined
  } catch (problem) {
    if (problem instanceof SimulationFailure) return problem
    throw problem
  }
}

// says that a delivery was taken, and forgets every third
function forgetful(): Store {
  const store = memoryStore()
  let appends = 0
  return {
    ...store,
    open: (tenant) => {
      const tables = store.open(tenant)
      return {
        ...tables,
        append: (request) =>
          ++appends % 3 === 0
            ? okAsync(request.facts.map(() => ({ kind: 'accepted', shard: 0, seq: 1 })))
            : tables.append(request),
      }
    },
  }
}

describe('a simulation', () => {
  it('reports what went wrong, and how often', async () => {
    const report = await simulate({ ...options, seeds: [1, 40] })
    expect(report).toMatchObject({ seeds: 40 })
    expect(report.calls).toBeGreaterThan(4_000)
    expect(Object.keys(report.faults)).toEqual(
      expect.arrayContaining(['store.commit', 'store.append', 'erp.push', 'delivery']),
    )
  })

  it.each([
    [1, Number.NaN],
    [2, 1],
    [0.5, 1],
  ])('refuses seeds from %d to %d, which would be none', async (first, last) => {
    const none = simulate({ ...options, seeds: [first, last] })
    await expect(none).rejects.toThrow(/no seed is tried/)
  })

  it('finds what is lost, and shrinks it to what it takes', async () => {
    const database = () => {
      const store = forgetful()
      return { open: () => store }
    }
    const failure = await failureOf({ ...options, seeds: [1, 20], database })
    expect(failure?.found.invariant).toBe('nothing accepted is lost')
    expect(failure?.found.schedule.faults).toEqual([])
    expect(failure?.found.steps.length).toBeLessThanOrEqual(3)
    expect(failure?.message).toContain('play it again:')
  })

  it('plays a printed schedule again, with the same trace', async () => {
    const database = () => {
      const store = forgetful()
      return { open: () => store }
    }
    const given = { ...options, seeds: [1, 20], database } as const
    const first = await failureOf(given)
    const { seed, schedule } = first?.found ?? { seed: 0, schedule: { faults: [] } }
    const again = await failureOf({ ...given, seeds: seed, schedule })
    expect(again?.found.trace).toEqual(first?.found.trace)
    expect(again?.found.message).toBe(first?.found.message)
  })

  it('leaves nothing in a schedule that could be left away, so that playing it finds the same', async () => {
    const bug = commitBugs.find(({ name }) => name.startsWith('keeps the first content'))
    const database = bug?.database ?? memoryDatabase
    const given = { ...options, database, seeds: [1, 40] } as const
    const first = await failureOf(given)
    const { seed, schedule } = first?.found ?? { seed: 0, schedule: { faults: [] } }
    const again = await failureOf({ ...given, seeds: seed, schedule })
    expect(first?.found.steps.length).toBeGreaterThan(0)
    expect(again?.found.schedule).toEqual(schedule)
    expect(again?.found.trace).toEqual(first?.found.trace)
  })

  it('waits for a pull that has really read, where a worker begins after the last fault', async () => {
    const schedule = {
      faults: [
        { at: 'delivery stockMove sale-1#0', kind: 'lost', size: 0.58 },
        { at: 'a/store.lease#0', kind: 'pause-after', size: 0.68 },
      ],
      steps: [1],
    } as const
    const { faults } = await simulate({ ...provable('told'), seeds: 205_193, schedule })
    expect(faults).toEqual({ delivery: { lost: 1 }, 'store.lease': { 'pause-after': 1 } })
  })

  it('judges by invariants of your own too', async () => {
    const noRefunds = {
      name: 'nothing is ever refunded',
      when: 'always',
      check: ({ world }: { world: RetailWorld }) =>
        world.erp.ledger
          .filter(({ entity }) => entity === 'refund')
          .map(({ key, source }) => ({ message: `${key} was booked`, source })),
    } as const
    const failure = await failureOf({ ...options, invariants: [noRefunds], seeds: [1, 200] })
    expect(failure?.found).toMatchObject({ invariant: 'nothing is ever refunded' })
    expect(failure?.found.timeline.join('\n')).toContain('effect-sent')
  })

  it.each<[string, Flow['decide'], RegExp]>([
    [
      'changes what it is shown',
      ({ after }) => {
        Object.assign(after, { note: 'seen' })
        return []
      },
      /flow "clumsy" threw: Cannot (assign|add)/,
    ],
    [
      'cannot decide on everything',
      () => {
        throw new Error('no idea')
      },
      /flow "clumsy" threw: no idea/,
    ],
  ])('finds a flow that %s', async (_, decide, message) => {
    const orders = retailWorld({ steps: ({ order }) => [order('1', 1), order('2', 1)] })
    const clumsy: Flow = { name: 'clumsy', on: 'order', class: 'high', decide }
    const build: typeof orders.build = (ports) => {
      const built = orders.build(ports)
      return { ...built, flows: [...built.flows, clumsy] }
    }
    const failure = await failureOf({ ...options, world: { ...orders, build }, seeds: [1, 20] })
    expect(failure?.found.invariant).toBe('no flow fails')
    expect(failure?.message).toMatch(message)
  })

  it('says when everything does not come to rest, and what is left', async () => {
    const store = memoryStore()
    const unreadable: Store = {
      ...store,
      open: (tenant) => ({
        ...store.open(tenant),
        read: () => errAsync({ kind: 'unavailable', message: 'no' }),
      }),
    }
    const database = () => ({ open: () => unreadable })
    const world = retailWorld({ steps: (history) => [history.sale('1', 1)] })
    const failure = await failureOf({ ...options, world, seeds: 1, database })
    expect(failure?.found.invariant).toBe('everything comes to rest')
  })

  it('refuses a world that does not do the same for the same seed', async () => {
    let runs = 0
    const world = retailWorld({
      steps: ({ sale }) => (++runs % 2 === 0 ? [sale('1', 1)] : [sale('1', 1), sale('2', 1)]),
    })
    await expect(simulate({ world, seeds: 100 })).rejects.toThrow('went another way')
  })
})
