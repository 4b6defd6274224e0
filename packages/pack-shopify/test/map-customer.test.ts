import { decode, encode } from '@canonry/mapping'
import { Customer } from '@canonry/model'
import { describe, expect, it } from 'vitest'
import { customerMapping } from '../src/index.js'

const context = { account: 'acme' }
const wire = {
  id: 7,
  admin_graphql_api_id: 'gid://shopify/Customer/7',
  first_name: 'Zoë',
  last_name: 'Example',
  email: 'zoe@example.com',
  phone: null,
  note: 'rings twice',
  tax_exempt: false,
  updated_at: '2026-07-01T10:00:00-04:00',
  state: 'enabled',
  default_address: {
    id: 31,
    customer_id: 7,
    name: 'Zoë Example',
    company: 'Example GmbH',
    address1: 'Hafenbad 1',
    zip: '89073',
    city: 'Ulm',
    country: 'Germany',
    country_code: 'DE',
    default: true,
  },
}

describe('a Shopify customer', () => {
  const { entity, residue } = decode(customerMapping, wire, context)._unsafeUnwrap()

  it('is read with its address', () => {
    expect(Customer.parse(entity)).toEqual(entity)
    expect(entity).toEqual({
      refs: [{ system: 'shopify', account: 'acme', kind: 'Customer', id: '7' }],
      firstName: 'Zoë',
      lastName: 'Example',
      email: 'zoe@example.com',
      taxExempt: false,
      note: 'rings twice',
      address: {
        name: 'Zoë Example',
        company: 'Example GmbH',
        line1: 'Hafenbad 1',
        city: 'Ulm',
        postalCode: '89073',
        country: 'DE',
        countryName: 'Germany',
      },
      updatedAt: '2026-07-01T10:00:00-04:00',
    })
  })

  it('comes back as it was', () => {
    expect(encode(customerMapping, entity, { context, residue })._unsafeUnwrap()).toEqual(wire)
  })

  it('takes the rest from an earlier document when it moves', () => {
    const moved = { ...entity, address: { ...entity.address, city: 'Neu-Ulm' } }
    const back = encode(customerMapping, moved, { context, base: wire })._unsafeUnwrap()
    const default_address = { ...wire.default_address, city: 'Neu-Ulm' }
    expect(back).toEqual({ ...wire, default_address })
  })
})
