import { each, from, mapping, maybe, single, text } from '@canonry/mapping'
import { canonicalUpcasts, schemaVersion, type Upcasts, upcast } from '@canonry/pack'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const system = 'canonical'
const entity = 'Order'

const renamed = mapping({
  system,
  entity,
  wire: z.object({ remark: z.string().optional() }),
  canonical: z.object({ note: z.string().optional() }),
  map: ($) => ({ note: maybe($.remark, text) }),
})
const listed = mapping({
  system,
  entity,
  wire: z.object({ note: z.string().optional() }),
  canonical: z.object({ tags: z.array(z.string()) }),
  map: ($) => ({ tags: single(maybe($.note, text)) }),
})
const steps: Upcasts = { order: [renamed, listed] }

const read = (schema: number, body: unknown, upcasts = steps) =>
  upcast(upcasts, { entity: 'order', schema, body })

describe('rows of older shapes', () => {
  it('are read step by step, from the version that they have', () => {
    const rest = { refs: [], lines: [{ sku: 'TEA' }] }
    const newest = { ...rest, tags: ['gift'] }
    expect(read(1, { ...rest, remark: 'gift' })._unsafeUnwrap()).toEqual(newest)
    expect(read(2, { ...rest, note: 'gift' })._unsafeUnwrap()).toEqual(newest)
    expect(read(3, newest)._unsafeUnwrap()).toBe(newest)
  })

  it('have the first version where nobody made a step', () => {
    expect(schemaVersion(canonicalUpcasts, 'order')).toBe(1)
    expect([schemaVersion(steps, 'order'), schemaVersion(steps, 'refund')]).toEqual([3, 1])
  })

  it('are refused, with what to do, when they are newer than the code', () => {
    const { kind, message } = read(4, {})._unsafeUnwrapErr()
    expect(kind).toBe('newer')
    expect(message).toBe('it has version 4 of the shape of order, this code knows 3: update it')
  })

  it('are refused where a step does not fit, without a word of their content', () => {
    const failure = read(1, { remark: { secret: 'Li' } })._unsafeUnwrapErr()
    expect(failure.kind).toBe('unfit')
    expect(failure.message).toContain('version 1 of the shape of order does not become 2: /remark')
    expect(failure.message).not.toContain('Li')
  })

  it('lose no field of a list that a step maps in part', () => {
    const line = mapping({
      system,
      entity: 'OrderLine',
      wire: z.object({ sku: z.string() }),
      canonical: z.object({ sku: z.string() }),
      map: ($) => ({ sku: from($.sku, text) }),
    })
    const partly = mapping({
      system,
      entity,
      wire: z.object({ lines: z.array(z.object({ sku: z.string() })) }),
      canonical: z.object({ lines: z.array(z.object({ sku: z.string() })) }),
      map: ($) => ({ lines: each($.lines, line, ({ sku }) => sku) }),
    })
    const read = (lines: readonly object[]) =>
      upcast({ order: [partly] }, { entity: 'order', schema: 1, body: { lines } })
    expect(read([{ sku: 'TEA' }]).isOk()).toBe(true)
    const { message } = read([{ sku: 'TEA', price: '1' }])._unsafeUnwrapErr()
    expect(message).toContain('the step would lose fields inside /lines')
  })

  it('never throw, whatever lies there', () => {
    fc.assert(
      fc.property(fc.anything(), fc.integer({ min: -1, max: 5 }), (body, schema) => {
        expect(typeof read(schema, body).isOk()).toBe('boolean')
      }),
    )
  })

  it('keep every field that no step mentions', () => {
    const fields = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue())
    fc.assert(
      fc.property(fields, ({ remark: _, note: __, tags: ___, ...rest }) => {
        expect(read(1, rest)._unsafeUnwrap()).toEqual({ ...rest, tags: [] })
      }),
    )
  })
})
