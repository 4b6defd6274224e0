import { Customer, checkCustomer } from '@canonry/model'
import { arbitraryCustomer } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('customer', () => {
  it('keeps every invariant when it is made by the arbitrary', () => {
    fc.assert(
      fc.property(arbitraryCustomer, (made) => {
        expect(Customer.safeParse(made).error).toBeUndefined()
        expect(checkCustomer(made)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('is found out when a name or a consent stands twice', () => {
    const ref = { system: 'shop', account: 'acme', kind: 'Customer', id: '1' }
    const consent = { purpose: 'marketing', channel: 'email', state: 'granted' } as const
    const consents = [
      consent,
      { ...consent, channel: 'sms' },
      { ...consent, state: 'denied' as const },
    ]
    expect(checkCustomer({ refs: [ref, ref], consents })).toMatchObject([
      { code: 'duplicate-ref', path: '/refs/1' },
      { code: 'duplicate-consent', path: '/consents/2' },
    ])
  })
})
