import { type Contest, contest, disagreements, measure } from '@canonry/bench'
import { describe, expect, it } from 'vitest'

const AT_ONCE = { rounds: 3, turnMs: 0, warmUpMs: 0 }

function doubling(rival: (input: number) => unknown, inputs = [1, 2, 3]): Contest {
  return contest({
    name: 'doubling',
    inputs,
    entrants: [
      { name: 'by two', role: 'ours', run: (input: number): unknown => input * 2 },
      { name: 'rival', role: 'rival', run: rival },
    ],
  })
}

describe('measure', () => {
  it('gives every entrant a figure, and the fastest rival the time one', async () => {
    const figures = await measure(
      doubling((input) => input + input),
      AT_ONCE,
    )
    expect(figures.map(({ name, role }) => [name, role])).toEqual([
      ['by two', 'ours'],
      ['rival', 'rival'],
    ])
    expect(figures[1]?.time).toBe(1)
    for (const { medianNs, spread } of figures) {
      expect(medianNs).toBeGreaterThan(0)
      expect(spread).toBeGreaterThanOrEqual(0)
    }
  })

  it('times nothing when an output differs from ours', async () => {
    const wrong = doubling((input) => (input === 3 ? 7 : input * 2))
    expect(await disagreements(wrong)).toEqual(['doubling: rival differs at input 2'])
    await expect(measure(wrong, AT_ONCE)).rejects.toThrow('doubling: rival differs at input 2')
  })

  it('lets an entrant say how its output agrees', async () => {
    const [ours] = doubling(String).entrants
    const rival = {
      name: 'rival',
      role: 'rival' as const,
      run: (input: unknown) => `${Number(input) * 2}`,
      agrees: (output: unknown, own: unknown) => output === String(own),
    }
    const said = { ...doubling(String), entrants: ours ? [ours, rival] : [] }
    expect(await disagreements(said)).toEqual([])
  })

  it('needs somebody who is ours, and a rival', async () => {
    const one = doubling((input) => input * 2)
    const [ours, rival] = one.entrants
    expect(await disagreements({ ...one, entrants: rival ? [rival] : [] })).toEqual([
      'doubling: nobody is ours',
    ])
    await expect(measure({ ...one, entrants: ours ? [ours] : [] }, AT_ONCE)).rejects.toThrow(
      'rival',
    )
  })
})
