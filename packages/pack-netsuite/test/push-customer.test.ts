import { mappingLaws } from '@canonry/mapping/testing'
import type { Customer } from '@canonry/model'
import { externalIdOf } from '@canonry/pack-netsuite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bookCustomer } from '../src/book/book-customer.js'
import { customerMapping } from '../src/map/customer.js'
import { foldCustomer, unfoldCustomer } from '../src/wire/fold-customer.js'
import { ACCOUNT, intent, openWorld, type World } from './world.js'

const SOURCE = { system: 'shopify', account: 'acme', kind: 'Customer', id: '7' }
const ANNA: Customer = {
  refs: [SOURCE],
  firstName: 'Anna',
  lastName: 'Muster',
  email: 'anna@example.com',
  address: { firstName: 'Anna', lastName: 'Muster', line1: 'Weg 1', city: 'Bern', country: 'CH' },
}

async function push(
  world: World,
  body: Customer | undefined = ANNA,
  kind: 'upsert' | 'cancel' = 'upsert',
) {
  const [outcome] = await world.connector.push([
    intent({ key: 'customer', kind, entity: 'customer', source: SOURCE, body }),
  ])
  return outcome
}

const ours = ({ simulator }: World) =>
  simulator.customers().filter(({ externalId }) => externalId === externalIdOf(SOURCE))

describe('a customer pushed to NetSuite', () => {
  it('becomes one customer with its address and every currency of the profile', async () => {
    const world = openWorld()
    expect(await push(world)).toMatchObject({ kind: 'confirmed', ref: { kind: 'customer' } })
    expect(ours(world)).toMatchObject([{ email: 'anna@example.com', updates: 0 }])
    const [document] = (
      await world.connector.read([
        {
          system: 'netsuite',
          account: ACCOUNT,
          kind: 'customerExternalId',
          id: externalIdOf(SOURCE),
        },
      ])
    )._unsafeUnwrap()
    const body = JSON.parse(document?.text ?? '{}')
    expect(body.addressBook.items[0].addressBookAddress).toMatchObject({
      addressee: 'Anna Muster',
      addr1: 'Weg 1',
      country: { id: 'CH' },
    })
    expect(body.currencyList.items).toHaveLength(4)
  })

  it('is left alone when nothing differs', async () => {
    const world = openWorld()
    await push(world)
    expect(await push(world)).toMatchObject({ kind: 'no-op' })
    expect(ours(world)).toMatchObject([{ updates: 0 }])
  })

  it('is updated, and addresses that staff entered stay', async () => {
    const world = openWorld()
    await push(world)
    const [{ id = '' } = {}] = ours(world)
    const entry = { label: 'Depot', addressBookAddress: { addr1: 'Hof 2', country: 'CH' } }
    await world.write('PATCH', `customer/${id}`, { addressBook: { items: [entry] } })
    const moved = { ...ANNA, address: { ...ANNA.address, line1: 'Weg 9' } }
    expect(await push(world, moved)).toMatchObject({ kind: 'confirmed' })
    const read = await world.write('GET', `customer/${id}?expandSubResources=true`)
    const streets = [...(await read.text()).matchAll(/"addr1":"([^"]+)"/g)].map(
      ([, street]) => street,
    )
    expect(streets).toEqual(['Weg 9', 'Hof 2'])
    expect(await push(world, moved)).toMatchObject({ kind: 'no-op' })
  })

  it.each([
    ['a person', ANNA, { firstName: 'Anna', lastName: 'Muster' }],
    ['a company', { refs: [SOURCE], company: 'Muster AG' }, { companyName: 'Muster AG' }],
  ])('keeps the name of %s whom the shop has made nameless', async (_, named, expected) => {
    const world = openWorld()
    await push(world, named)
    const [{ id = '' } = {}] = ours(world)
    for (const forgotten of [{ refs: [SOURCE] }, { refs: [SOURCE], email: 'a@example.com' }]) {
      await push(world, forgotten)
      const read = await world.write('GET', `customer/${id}`)
      expect(await read.json()).toMatchObject({ isPerson: 'lastName' in expected, ...expected })
    }
    expect(await push(world, { refs: [SOURCE] })).toMatchObject({ kind: 'no-op' })
    const verified = await world.connector.verify([
      intent({ key: 'customer', entity: 'customer', source: SOURCE, body: { refs: [SOURCE] } }),
    ])
    expect(verified).toMatchObject([{ kind: 'applied' }])
  })

  it('is called by its mail address only as long as it has no name', async () => {
    const world = openWorld()
    const lastName = async () => {
      const [{ id = '' } = {}] = ours(world)
      const read = await world.write('GET', `customer/${id}`)
      return ((await read.json()) as { lastName?: string }).lastName
    }
    await push(world, { refs: [SOURCE] })
    expect(await lastName()).toBe(externalIdOf(SOURCE))
    await push(world, { refs: [SOURCE], email: 'a@example.com' })
    expect(await lastName()).toBe('a@example.com')
    await push(world)
    expect(await lastName()).toBe('Muster')
  })

  it('becomes inactive when it is cancelled, once', async () => {
    const world = openWorld()
    expect(await push(world, undefined, 'cancel')).toMatchObject({ kind: 'no-op' })
    await push(world)
    expect(await push(world, undefined, 'cancel')).toMatchObject({ kind: 'confirmed' })
    expect(await push(world, undefined, 'cancel')).toMatchObject({ kind: 'no-op' })
  })

  it('is verified after a lost answer', async () => {
    const world = openWorld()
    world.fault(/PUT/, { kind: 'lose-answer' })
    expect(await push(world)).toMatchObject({ kind: 'unknown' })
    const verified = await world.connector.verify([
      intent({ key: 'customer', entity: 'customer', source: SOURCE, body: ANNA }),
    ])
    expect(verified).toMatchObject([{ kind: 'applied', ref: { kind: 'customer' } }])
  })
})

describe('a booked customer', () => {
  const book = (customer: Partial<Customer>) =>
    bookCustomer({ refs: [SOURCE], ...customer }, { account: ACCOUNT, externalId: 'x' })

  it.each([
    [
      'a person',
      { firstName: 'A', lastName: 'B', company: 'C' },
      { firstName: 'A', lastName: 'B', company: 'C' },
    ],
    ['a company', { firstName: 'A', company: 'C' }, { company: 'C' }],
    ['a first name', { firstName: 'A', email: 'e' }, { lastName: 'A', email: 'e' }],
    ['a mail address', { email: 'e' }, { lastName: 'e', email: 'e' }],
    ['nothing', {}, { lastName: 'x' }],
  ])('is named by %s', (_, given, expected) => {
    const { refs: __, ...booked } = book(given)
    expect(booked).toEqual(expected)
  })

  it('puts a company without a person on the name line of its address', () => {
    expect(book({ address: { company: 'C', country: 'Switzerland' } }).address).toEqual({
      name: 'C',
    })
  })
})

const text = fc.option(fc.string(), { nil: null })
const address = fc.record(
  {
    addressee: text,
    attention: text,
    addr1: text,
    addr2: text,
    addrPhone: text,
    city: text,
    state: text,
    zip: text,
    country: fc.constantFrom('CH', { id: 'DE', refName: 'Germany' }),
  },
  { requiredKeys: [] },
)
const customers = fc.record(
  {
    id: fc.constant('5'),
    externalId: fc.constant('x'),
    firstName: text,
    lastName: text,
    companyName: text,
    email: text,
    phone: text,
    comments: text,
    isPerson: fc.boolean(),
    lastModifiedDate: fc.constant('2026-11-24T10:00:00Z'),
    addressBook: fc.record({
      count: fc.nat(),
      items: fc.array(
        fc.record({ label: fc.constantFrom('Canonry', 'Depot'), addressBookAddress: address }),
        { maxLength: 3 },
      ),
    }),
  },
  { requiredKeys: ['id'] },
)

describe('the customer mapping', () => {
  const subject = {
    mapping: customerMapping,
    context: { account: ACCOUNT },
    documents: customers.map(foldCustomer),
  }
  it.each(mappingLaws)('keeps $name', ({ run }) => run(subject))

  it('unfolds what it folded, up to the order of the address book', () => {
    const sorted = (document: { readonly [key: string]: unknown }) => {
      const book = document['addressBook'] as { items: unknown[] } | undefined
      return {
        ...document,
        addressBook: book && {
          ...book,
          items: book.items.map((item) => JSON.stringify(item)).sort(),
        },
      }
    }
    fc.assert(
      fc.property(customers, (document) => {
        expect(sorted(unfoldCustomer(foldCustomer(document)))).toEqual(sorted(document))
      }),
    )
  })
})
