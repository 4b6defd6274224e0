import { describe, expect, it } from 'vitest'
import { serverIsMissing } from '../../packages/store-postgres/test/postgres-server.js'
import { readArguments } from './arguments.js'
import { runOrdersToErp } from './run-orders-to-erp.js'

const small = ['--seed', '4', '--orders', '60', '--plain']
const missing = await serverIsMissing()

describe('orders to the ERP', () => {
  it('end in the same books with chaos as without: nothing lost, nothing double', async () => {
    const calm = await runOrdersToErp(readArguments(small))
    const rough = await runOrdersToErp(readArguments([...small, '--chaos', '--outage', '30']))
    expect(calm.summary).toContain('0 lost, 0 double, books agree')
    expect(rough.summary).toContain('0 lost, 0 double, books agree')
    expect(rough.endState).toEqual(calm.endState)
    expect(rough.summary).toContain('the outage went well')
  })

  it.skipIf(missing)(
    `do so with three workers on PostgreSQL${missing ? ` (${missing})` : ''}`,
    async () => {
      const many = [...small, '--store', 'postgres', '--workers', '3', '--chaos', '--outage', '10']
      const rough = await runOrdersToErp(readArguments(many))
      expect(rough.summary).toContain('0 lost, 0 double, books agree')
    },
  )
})
