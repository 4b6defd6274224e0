import { type Figure, judge, median, printReport, quantile, spread } from '@canonry/bench'
import { describe, expect, it } from 'vitest'

const figures: Figure[] = [
  { name: 'fast', role: 'ours', medianNs: 400, spread: 0.1, time: 0.4 },
  { name: 'peer', role: 'rival', medianNs: 1000, spread: 0.2, time: 1 },
  { name: 'slow peer', role: 'rival', medianNs: 30_000, spread: 0.2, time: 30 },
]
const entrants = { name: 'sums', inputs: [], entrants: [] }

describe('judge', () => {
  it.each([
    [{ measure: 'speed', atLeast: 2.5 }, true],
    [{ measure: 'speed', atLeast: 2.6 }, false],
    [{ measure: 'time', atMost: 0.4 }, true],
    [{ measure: 'time', atMost: 0.39 }, false],
  ] as const)('holds ours against %j', (target, reached) => {
    expect(judge({ ...entrants, target }, figures).reached).toBe(reached)
  })

  it('has no verdict where there is no target', () => {
    expect(judge(entrants, figures).reached).toBeUndefined()
  })
})

describe('printReport', () => {
  it('names the machine, the versions, every entrant and the verdict', () => {
    const target = { measure: 'speed', atLeast: 2 } as const
    const contests = [judge({ ...entrants, target }, figures)]
    const peers = { 'big.js': '7.0.1' }
    expect(printReport({ suite: 'model', node: 'v24.0.0', cpu: '2 × CPU', peers, contests })).toBe(
      `# model

Node v24.0.0, 2 × CPU; big.js 7.0.1

## sums

|  | median | half spread | time ÷ peer | speed ÷ peer |
| --- | ---: | ---: | ---: | ---: |
| **fast** | 400 ns | ± 5 % | 0.400 | 2.50 |
| peer | 1000 ns | ± 10 % | 1.000 | 1.00 |
| slow peer | 30.0 µs | ± 10 % | 30.000 | 0.03 |

Target: speed ≥ 2 ×: reached`,
    )
  })
})

describe('statistics', () => {
  it('takes the middle, or the mean of the two middle values', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20)
    expect(spread([10, 20, 30, 40, 50])).toBeCloseTo(2 / 3)
    expect(() => median([])).toThrow('no values')
  })
})
