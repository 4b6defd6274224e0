import { openException } from '@canonry/sync'
import { describe, expect, it } from 'vitest'

const draft = {
  fingerprint: 'f',
  reason: 'contract-invalid',
  owner: 'integration',
  connection: 'erp',
  suggestedFix: 'correct it',
} as const
const causeOf = (message: string) =>
  openException({ ...draft, message }, { id: 'x', at: '2026-11-27T08:00:00Z' }).cause

describe('the cause of an exception', () => {
  it('is the same whatever document fails in the same way', () => {
    expect(causeOf('item SKU-1 of order #1001 is missing')).toBe(
      causeOf('item SKU-22 of order #7 is missing'),
    )
    expect(causeOf('field "tax code" is unknown')).toBe(causeOf('field "terms" is unknown'))
  })

  it('tells ways to fail apart', () => {
    expect(causeOf('the period is closed')).not.toBe(causeOf('the customer is on hold'))
  })

  it('is short, however long a message is', () => {
    expect(causeOf('x'.repeat(100_000)).length).toBeLessThan(200)
  })
})
