import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Agenda, createAgenda, takeHandful } from '../src/simulator/agenda.js'

/** The same by sorting: what is told apart is how fast. */
function sortedAgenda<T>(): Agenda<T> {
  const all: { at: number; thing: T }[] = []
  return {
    add(at, thing) {
      all.push({ at, thing })
      all.sort((a, b) => a.at - b.at)
    },
    takeDue: (now) => (all[0] && all[0].at <= now ? all.shift()?.thing : undefined),
    nextAt: () => all[0]?.at ?? Infinity,
  }
}

type Step = { readonly add: number } | { readonly takeDue: number }

function happen(agenda: Agenda<number>, steps: readonly Step[]): (number | undefined)[] {
  return steps.flatMap((step, index) => {
    if ('takeDue' in step) return [agenda.takeDue(step.takeDue)]
    agenda.add(step.add, index)
    return [agenda.nextAt()]
  })
}

describe('an agenda', () => {
  it('gives the earliest first, and of one moment what was added first', () => {
    const moment = fc.nat(9)
    const step = fc.oneof(fc.record({ add: moment }), fc.record({ takeDue: moment }))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const rest = steps.map(() => ({ takeDue: 9 }))
        const all = [...steps, ...rest]
        expect(happen(createAgenda(), all)).toEqual(happen(sortedAgenda(), all))
      }),
    )
  })

  it('gives what is due by the handful, the earliest first, and keeps the rest', () => {
    const agenda = createAgenda<string>()
    for (const [at, thing] of [
      [3, 'c'],
      [1, 'a'],
      [2, 'b'],
      [9, 'z'],
    ] as const) {
      agenda.add(at, thing)
    }
    expect(takeHandful(agenda, { now: 5, most: 2 })).toEqual(['a', 'b'])
    expect(takeHandful(agenda, { now: 5, most: 2 })).toEqual(['c'])
    expect(takeHandful(agenda, { now: 5, most: 2 })).toEqual([])
    expect(agenda.nextAt()).toBe(9)
  })
})
