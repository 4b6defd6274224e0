import fc from 'fast-check'
import type { Customer } from '../party/customer.js'
import { arbitraryRefs } from './arbitrary-ref.js'
import { arbitraryInstant } from './arbitrary-time.js'
import { optionalFields } from './optional-fields.js'

const address = optionalFields({
  name: fc.constantFrom('Ann Lee', 'Jürgen Groß', '山田 太郎'),
  line1: fc.constantFrom('Hauptstraße 1', "1 O'Connell St", '1-2-3 渋谷'),
  city: fc.constantFrom('Bern', 'Dublin', '東京'),
  country: fc.constantFrom('CH', 'IE', 'JP'),
})

const taxId = fc.record({
  kind: fc.constant('eu_vat'),
  country: fc.constantFrom('DE', 'IE'),
  number: fc.stringMatching(/^[A-Z]{2}\d{9}$/),
})

const consent = fc
  .record({
    purpose: fc.constantFrom('marketing', 'profiling'),
    state: fc.constantFrom<'granted' | 'denied' | 'withdrawn' | 'unknown'>(
      'granted',
      'denied',
      'withdrawn',
      'unknown',
    ),
    rest: optionalFields({ channel: fc.constantFrom('email', 'sms'), at: arbitraryInstant }),
  })
  .map(({ rest, ...said }) => ({ ...said, ...rest }))

/** Persons, companies and masked buyers of marketplaces that satisfy every invariant. */
export const arbitraryCustomer: fc.Arbitrary<Customer> = fc
  .record({
    refs: arbitraryRefs('Customer'),
    rest: optionalFields({
      kind: fc.constantFrom<'person' | 'company' | 'unknown'>('person', 'company', 'unknown'),
      firstName: fc.constantFrom('Ann', 'Jürgen', ''),
      lastName: fc.constantFrom('Lee', "O'Neil", '山田'),
      company: fc.constantFrom('Acme GmbH & Co. KG'),
      email: fc.emailAddress(),
      phone: fc.constantFrom('+41 44 668 18 00', '555-0100'),
      pseudonymous: fc.boolean(),
      language: fc.constantFrom('de-CH', 'ja'),
      taxExempt: fc.boolean(),
      taxIds: fc.array(taxId, { maxLength: 2 }),
      consents: fc.uniqueArray(consent, {
        maxLength: 3,
        selector: ({ purpose, channel }) => JSON.stringify([purpose, channel]),
      }),
      groups: fc.subarray(['gold', 'staff']),
      note: fc.string(),
      address,
      addresses: fc.array(address, { maxLength: 2 }),
      updatedAt: arbitraryInstant,
      attributes: fc.record({ shoe: fc.integer({ min: 30, max: 50 }) }),
    }),
  })
  .map(({ refs, rest }) => ({ refs, ...rest }))
