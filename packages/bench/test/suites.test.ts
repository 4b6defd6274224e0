import { disagreements, suites } from '@canonry/bench'
import { describe, expect, it } from 'vitest'

describe.each(Object.keys(suites))('the suite %s', (name) => {
  const suite = suites[name]?.()

  it('compares only what does the same work: all outputs agree on all inputs', async () => {
    for (const contest of suite?.contests ?? []) expect(await disagreements(contest)).toEqual([])
  })

  it('has a name for every contest, and many inputs in each', () => {
    const names = suite?.contests.map((contest) => contest.name) ?? []
    expect(new Set(names).size).toBe(names.length)
    for (const { inputs } of suite?.contests ?? []) expect(inputs.length).toBeGreaterThan(1)
  })
})
