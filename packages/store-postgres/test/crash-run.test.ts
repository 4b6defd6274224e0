import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crashRun } from '@canonry/sync/testing/crash'
import { afterAll, describe, expect, it } from 'vitest'
import { serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()
const program = fileURLToPath(new URL('./crash-program.ts', import.meta.url))
const source = fileURLToPath(new URL('../../../scripts/source.mjs', import.meta.url))

describe.skipIf(missing)(`processes on PostgreSQL${missing ? ` (${missing})` : ''}`, () => {
  const database = testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'canonry-crash-'))
  afterAll(async () => {
    await database.drop()
    rmSync(folder, { recursive: true })
  })

  it('lose nothing, and do nothing twice, at once or out of order, killed again and again', async () => {
    const nodeOptions = ['--no-warnings', '--import', source]
    const { schema: location } = database
    const given = { program, nodeOptions, folder, location }
    const report = await crashRun({ ...given, seed: 14, seconds: 15, speed: 8, workers: 3 })
    expect(report.problems).toEqual([])
    expect(report.killed.workers).toBeGreaterThan(2)
    expect(report.applied).toBeGreaterThan(20)
    expect(report.recovery.maxMs).toBeLessThan(20_000)
  }, 120_000)
})
