import { describe, expect, it } from 'vitest'
import { serverIsMissing } from '../../transport-nats/test/nats-server.js'
import { natsWorkloads } from '../src/transports/nats-workloads.js'

const missing = serverIsMissing()

describe.skipIf(missing)(`the workloads of NATS${missing ? ` (${missing})` : ''}`, () => {
  it('are done in full, in order, as their oracles say', async () => {
    const outcomes = await natsWorkloads(3_000)
    expect(outcomes.map(({ violations }) => violations)).toEqual([[], [], []])
  })
})
