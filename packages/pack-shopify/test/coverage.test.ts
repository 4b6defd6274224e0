import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { coverage, movedPlaces } from '@canonry/mapping'
import { customerMapping, shopify } from '@canonry/pack-shopify'
import { describe, expect, it } from 'vitest'
import { customerSpec, ORDER_PLACES, specFiles, webhookSpec } from '../coverage.js'

const order = shopify.resources['order@webhook']
if (!order) throw new Error('the pack has lost its orders')

describe('the coverage of Shopify orders', () => {
  it.each(shopify.versions)('leaves no field of version %s unaccounted for', (version) => {
    const found = coverage(order, webhookSpec(version))
    expect(found.fields.filter(({ state }) => state === 'unmapped')).toEqual([])
    expect(found.counts.mapped).toBeGreaterThanOrEqual(180)
  })

  it('reads no field that the newest version does not know', () => {
    const places = movedPlaces(ORDER_PLACES)
    const parts = order.parts.map((part) => ({ ...part, places }))
    const { unknown } = coverage({ parts }, webhookSpec('2026-07'))
    expect(unknown.filter(({ state }) => state === 'mapped')).toEqual([])
  })

  it('leaves no field of a customer unaccounted for', () => {
    const found = coverage(customerMapping, customerSpec('2026-07'))
    expect(found.fields.filter(({ state }) => state === 'unmapped')).toEqual([])
  })

  it('is measured by users against the same fields', () => {
    for (const [file, spec] of Object.entries(specFiles())) {
      const kept = readFileSync(join(import.meta.dirname, '../specs', file), 'utf8')
      expect(JSON.parse(kept)).toEqual(spec)
    }
  })
})
