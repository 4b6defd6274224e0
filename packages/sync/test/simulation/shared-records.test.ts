import { simulate } from '@canonry/sync/testing'
import { expect, it } from 'vitest'
import { oneCustomer } from './planted/tampered-connection.js'
import { retailInvariants, retailWorld } from './retail-world.js'

it('books agree in the end where the ERP has one record for all customers, and says so', async () => {
  const world = retailWorld(oneCustomer({ shared: true }))
  const { seeds } = await simulate({ world, invariants: retailInvariants, seeds: [1, 150] })
  expect(seeds).toBe(150)
}, 60_000)
