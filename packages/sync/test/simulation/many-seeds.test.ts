import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/testing/index.js'
import { provable } from './provable.js'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

describe('many seeds, one after the other', () => {
  it('leave nothing of a world in memory once it has ended', async () => {
    await run(1, 10)
    const before = heapInUse()
    await run(11, 50)
    // a world that is kept is 200 kB and more
    expect(heapInUse() - before).toBeLessThan(40 * 50_000)
  }, 60_000)
})

async function run(first: number, last: number): Promise<void> {
  await simulate({ ...provable('plain'), seeds: [first, last] })
}

function heapInUse(): number {
  collectGarbage()
  collectGarbage()
  return process.memoryUsage().heapUsed
}
