import { dirname } from 'node:path'
import { crashRun } from '@canonry/sync/testing/crash'
import { describe, expect, it } from 'vitest'
import { buildProgram } from './build-program.js'
import { temporaryFile } from './temporary-file.js'

describe('processes on a SQLite file that are killed again and again', () => {
  it('lose nothing, and do nothing twice, at once or out of order', async () => {
    const location = temporaryFile()
    const folder = dirname(location)
    const program = await buildProgram(new URL('./crash-program.ts', import.meta.url), folder)
    // #region run
    const report = await crashRun({ program, folder, location, seed: 14, seconds: 12, speed: 4 })
    // what they are is often all that is left of a run
    expect(report.problems, JSON.stringify(report.problems)).toEqual([])
    // #endregion run
    expect(report.killed.workers).toBeGreaterThan(5)
    expect(report.frozen).toBeGreaterThan(0)
    expect(report.applied).toBeGreaterThan(100)
    expect(report.recovery.kills).toBeGreaterThan(0)
    expect(report.recovery.maxMs).toBeLessThan(20_000)
  }, 60_000)
})
