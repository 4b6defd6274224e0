import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { MIGRATIONS } from '../src/schema.js'
import { fourWorkers } from './four-workers.js'
import { binariesAreMissing, type OwnServer, startOwnServer } from './own-server.js'

const missing = binariesAreMissing()

describe.skipIf(missing)(`processes on PostgreSQL${missing ? ` (${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'canonry-crash-'))
  let server: OwnServer | undefined
  afterAll(async () => {
    await server?.drop()
    rmSync(folder, { recursive: true })
  })

  it('lose nothing, and do nothing twice, at once or out of order, killed, upgraded and without their server', async () => {
    server = await startOwnServer()
    const run = await fourWorkers(server, { folder, seed: 14, seconds: 20, speed: 8 })
    const { report, books, restarts } = run
    // what they are is often all that is left of a run
    expect(report.problems, JSON.stringify(report.problems)).toEqual([])
    expect(books).toMatchObject({ lost: 0, double: 0, inversions: 0, left: 0 })
    expect(books.schema).toBe(MIGRATIONS.length + 1)
    expect(restarts).toBe(1)
    expect(report.killed.workers).toBeGreaterThan(5)
    expect(report.frozen).toBeGreaterThan(0)
    expect(report.upgraded).toBeGreaterThan(3)
    expect(report.behind).toBeGreaterThan(0)
    expect(report.applied).toBeGreaterThan(20)
    expect(report.recovery.maxMs).toBeLessThan(20_000)
  }, 120_000)
})
