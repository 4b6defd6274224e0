import {
  each,
  encode,
  flag,
  from,
  mapping,
  maybe,
  overlay,
  text,
  WireNumber,
} from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  decodeResource,
  enterResidue,
  type PartDocument,
  partDocuments,
  type Resource,
  residueOf,
} from '../src/index.js'
import { context, till, wireTicket } from './own-pack.js'

const ticket = till.resources['ticket@file'] as Resource

describe('a document with several entities in a list', () => {
  it('is read as one entity for each element, each told of the document around it', () => {
    const parts = decodeResource(ticket, wireTicket, context)._unsafeUnwrap()
    expect(parts).toMatchObject([
      {
        ref: { system: 'till', account: 'store-1', kind: 'Payment', id: 'P-1' },
        body: { order: { id: 'T-1' }, amount: { shop: { amount: '19.9', currency: 'EUR' } } },
        residue: { carried: { note: { tip: 'yes' } } },
      },
      { ref: { id: 'P-2' }, residue: { carried: { drawer: 2 } } },
    ])
  })

  it('holds none where the list is empty or missing', () => {
    for (const payments of [[], undefined, null]) {
      expect(decodeResource(ticket, { ...wireTicket, payments }, context)._unsafeUnwrap()).toEqual(
        [],
      )
    }
  })

  it('says of every element what is wrong with it, and where', () => {
    const [first, second] = wireTicket.payments
    const payments = [{ ...first, sum: 'x' }, second, { ...second, at: 'now' }]
    const errors = decodeResource(ticket, { ...wireTicket, payments }, context)._unsafeUnwrapErr()
    expect(errors.map(({ wire, entity }) => [wire, entity])).toEqual([
      ['/payments/0/sum', '/amount'],
      ['/payments/2/at', '/at'],
    ])
    expect(decodeResource(ticket, { payments: 'none' }, context)._unsafeUnwrapErr()).toMatchObject([
      { code: 'type', expected: 'a list', wire: '/payments' },
    ])
  })
})

describe('a document in which all is wrong', () => {
  const Item = z.object({ name: z.string() })
  const item = mapping({
    system: 'till',
    entity: 'Item',
    wire: Item,
    canonical: Item,
    map: ($) => ({ name: from($.name, text) }),
  })
  const List = z.object({ items: z.array(Item) })
  const list = mapping({
    system: 'till',
    entity: 'List',
    wire: List,
    canonical: List,
    map: ($) => ({ items: each($.items, item, ({ name }) => name) }),
  })

  it('is refused with everything, however much that is', () => {
    const resource = { ...ticket, parts: [{ ...ticket.parts[0], at: undefined, mapping: list }] }
    const items = Array.from({ length: 150_000 }, () => ({}))
    const errors = decodeResource(resource as never, { items }, context)._unsafeUnwrapErr()
    expect(errors).toHaveLength(150_000)
  })
})

describe('an overlay of a pack', () => {
  const ours = till.extend({
    paymentTransaction: overlay({
      wire: z.object({ note: z.object({ tip: z.string().optional() }).optional() }),
      attributes: ($) => ({ tipped: maybe($.note.tip, flag('yes', 'no')) }),
    }),
  })
  const resource = ours.resources['ticket@file'] as Resource

  it('maps custom fields in every resource of the entity, and writes them back', () => {
    const [first] = decodeResource(resource, wireTicket, context)._unsafeUnwrap()
    expect(first?.body).toMatchObject({ attributes: { tipped: true } })
    expect(first?.residue).toEqual({})
    const [document] = partDocuments(resource, wireTicket, context)._unsafeUnwrap()
    const { part, context: told } = document as PartDocument
    const back = encode(part.mapping, first?.body, { context: told })._unsafeUnwrap()
    expect(back).toMatchObject({ note: { tip: 'yes' } })
  })

  it('is refused for an entity that the pack does not have', () => {
    const fields = overlay({ wire: z.object({}), attributes: () => ({}) })
    expect(() => till.extend({ customer: fields })).toThrow(/no resource of till has a customer/)
  })

  it('leaves the pack itself as it was', () => {
    const [first] = decodeResource(ticket, wireTicket, context)._unsafeUnwrap()
    expect(first?.body).not.toHaveProperty('attributes')
  })
})

describe('a book of residues', () => {
  const webhook = { resource: 'order@webhook', apiVersion: '2026-07' }
  const rest = { resource: 'order@rest', apiVersion: '2026-07' }

  it('keeps what each dialect and version left, whoever spoke last', () => {
    const big = new WireNumber('12345678901234567890')
    const first = enterResidue('', webhook, { carried: { big } })
    const second = enterResidue(first, rest, { kept: { note: null } })
    const third = enterResidue(second, { ...rest, apiVersion: '2026-10' }, {})
    expect(residueOf(third, webhook)).toEqual({ carried: { big } })
    expect(residueOf(third, rest)).toEqual({ kept: { note: null } })
    expect(residueOf(third, { ...rest, apiVersion: '2026-10' })).toEqual({})
    expect(residueOf(enterResidue(third, rest, {}), webhook)).toEqual({ carried: { big } })
  })

  it('holds nothing of a dialect that leaves nothing any more', () => {
    const book = enterResidue('', webhook, { kept: { note: 'a\nb' } })
    expect(enterResidue(book, webhook, {})).toBe('')
    expect(enterResidue(enterResidue(book, rest, {}), webhook, { kept: { note: 'c' } })).toBe(
      '["2026-07/order@webhook",{"kept":{"note":"c"}}]',
    )
  })

  it('holds no line of a document that was read and left nothing', () => {
    const payments = wireTicket.payments.map(({ id, type, sum, at }) => ({ id, type, sum, at }))
    const [first] = decodeResource(ticket, { ...wireTicket, payments }, context)._unsafeUnwrap()
    expect(enterResidue('', webhook, first?.residue ?? { kept: {} })).toBe('')
  })

  it('is empty where it cannot be read, or holds nothing of the dialect', () => {
    const head = '["2026-07/order@webhook",'
    for (const book of ['', '{', '7', 'null', '{}', head, `${head}7]`, `${head}null]`]) {
      expect(residueOf(book, webhook)).toEqual({})
    }
    expect(residueOf('{}', { resource: '__proto__', apiVersion: '' })).toEqual({})
  })
})
