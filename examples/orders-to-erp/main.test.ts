import { describe, expect, it } from 'vitest'
import { serverIsMissing } from '../../packages/store-postgres/test/postgres-server.js'
import { runOrdersToErp } from './run-orders-to-erp.js'

const run = { seed: 4, orders: 60, speed: 120, plain: true, store: 'sqlite', workers: 1 } as const
const missing = await serverIsMissing()

describe('orders to the ERP', () => {
  it('end in the same books with chaos as without: nothing lost, nothing double', async () => {
    const calm = await runOrdersToErp({ ...run, chaos: false })
    const rough = await runOrdersToErp({ ...run, chaos: true })
    expect(calm.summary).toContain('0 lost, 0 double, books agree')
    expect(rough.summary).toContain('0 lost, 0 double, books agree')
    expect(rough.endState).toEqual(calm.endState)
  })

  it.skipIf(missing)(
    `do so with three workers on PostgreSQL${missing ? ` (${missing})` : ''}`,
    async () => {
      const many = { ...run, store: 'postgres', workers: 3, speed: 40 } as const
      const rough = await runOrdersToErp({ ...many, chaos: true })
      expect(rough.summary).toContain('0 lost, 0 double, books agree')
    },
  )
})
