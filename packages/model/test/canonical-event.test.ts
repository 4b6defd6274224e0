import { CanonicalEvent, contractOf, eventOf, type ToldChange } from '@canonry/model'
import { arbitraryOrder } from '@canonry/model/testing'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const ref = { system: 'shopify', account: 'acme', kind: 'Customer', id: '7' }
const change: ToldChange<'customer'> = {
  entity: 'customer',
  ref,
  version: '2026-11-24T10:15:00Z',
  after: { refs: [ref] },
  time: '2026-11-24T10:15:00+01:00',
}

describe('eventOf', () => {
  it('tells a change as a CloudEvents 1.0 event', () => {
    expect(eventOf({ ...change, businessDate: '2026-11-24', causationId: 'fact-1' })).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[\w-]{43}$/),
      source: '/shopify/acme',
      type: 'retail.customer.created.v1',
      subject: 'shopify/acme/Customer/7',
      time: '2026-11-24T10:15:00+01:00',
      datacontenttype: 'application/json',
      dataschema: 'https://canonry.dev/schema/customer/1.json',
      data: { refs: [ref] },
      businessdate: '2026-11-24',
      causationid: 'fact-1',
    })
  })

  it('gives a change one id, however often and whenever it is told', () => {
    const { id } = eventOf(change)
    expect(
      eventOf({ ...change, recordTime: '2026-11-25T00:00:00Z', before: { refs: [] } }).id,
    ).toBe(id)
    const others = [
      { ...change, version: '2026-11-24T10:15:01Z' },
      { ...change, ref: { ...ref, id: '8' } },
      { ...change, ref: { ...ref, account: 'other' } },
      { ...change, corrects: id },
    ]
    expect(new Set([id, ...others.map((other) => eventOf(other).id)]).size).toBe(5)
  })

  it('tells what is gone, and says no time that nobody knows', () => {
    const { time: _, ...timeless } = change
    const event = eventOf({ ...timeless, action: 'deleted', revision: 3 })
    expect(event).toMatchObject({ type: 'retail.customer.deleted.v1', revision: 3 })
    expect(event).not.toHaveProperty('time')
    expect(CanonicalEvent.safeParse(event).error).toBeUndefined()
  })

  it('makes events that are valid, with data that keeps its contract', () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
      contractOf('order'),
    )
    const text = fc.string({ minLength: 1, unit: 'binary' })
    fc.assert(
      fc.property(arbitraryOrder, text, text, (after, account, version) => {
        const event = eventOf({
          entity: 'order',
          ref: { system: 'shopify', account, kind: 'Order', id: '1' },
          version,
          after,
          time: after.placedAt,
          recordTime: '2026-11-24T10:15:00Z',
        })
        expect(CanonicalEvent.safeParse(event).error).toBeUndefined()
        expect(validate(event.data)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('an event', () => {
  const event = eventOf(change)

  it('keeps extensions of others', () => {
    const traced = { ...event, traceparent: '00-ab', sampled: true, sequence: 7 }
    expect(CanonicalEvent.parse(traced)).toEqual(traced)
  })

  it.each([
    ['an attribute with a capital letter', { traceParent: 'x' }],
    ['an attribute with an underscore', { trace_id: 'x' }],
    ['an attribute with a very long name', { abcdefghijklmnopqrstu: 'x' }],
    ['an extension that is an object', { trace: { id: 'x' } }],
    ['an extension that is a fraction', { trace: 0.5 }],
    ['an extension beyond 32 bits', { trace: 2 ** 31 }],
    ['an extension that is no number', { trace: Number.NaN }],
    ['an empty id', { id: '' }],
    ['another version of CloudEvents', { specversion: '0.3' }],
    ['a type of another kind', { type: 'order.changed' }],
    ['a source without an account', { source: '/shopify' }],
    ['a revision that counts nothing', { revision: 0 }],
    ['a time without an offset', { time: '2026-11-24T10:15:00' }],
    ['a business date with a time', { businessdate: '2026-11-24T00:00:00Z' }],
    ['a schema that is no address', { dataschema: 'customer' }],
  ])('is refused for %s', (_, wrong) => {
    expect(CanonicalEvent.safeParse({ ...event, ...wrong }).success).toBe(false)
  })

  it.each(['id', 'source', 'specversion', 'type', 'subject', 'data'])('needs its %s', (name) => {
    const { [name as 'id']: _, ...rest } = event
    expect(CanonicalEvent.safeParse(rest).success).toBe(false)
  })
})
