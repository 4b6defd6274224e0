import {
  diffPaths,
  entities,
  listPersonalData,
  mergeSources,
  type Ownership,
  parseRefKey,
  refKey,
  type SourceState,
} from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const source = (connection: string, body: Record<string, unknown>): SourceState => ({
  connection,
  body: { refs: [{ system: connection, account: 'a', kind: 'Order', id: '1' }], ...body },
})

describe('mergeSources', () => {
  const ownership: Ownership = {
    origin: 'shop',
    fields: { note: 'erp', '/shipTo/phone': 'crm', '/a~1b': 'erp' },
  }

  it('takes each field from its owner and records what others say differently', () => {
    const merged = mergeSources(
      [
        source('shop', { number: '#1', note: 'shop' }),
        source('erp', { number: 'SO1', note: 'erp' }),
      ],
      ownership,
    )
    expect(merged.body).toMatchObject({ number: '#1', note: 'erp' })
    expect(merged.body['refs']).toHaveLength(2)
    expect(merged.findings.map(({ path }) => path)).toEqual(['/note', '/number'])
    expect(merged.findings[0]?.message).toContain('shop')
    expect(merged.findings[0]?.message).toContain('erp')
  })

  it('takes a field inside another one from an owner of its own', () => {
    const merged = mergeSources(
      [
        source('shop', { shipTo: { city: 'Ulm', phone: '1' }, 'a/b': 1 }),
        source('crm', { shipTo: { city: 'Bern', phone: '2' } }),
        source('erp', { 'a/b': 2 }),
      ],
      ownership,
    )
    expect(merged.body).toMatchObject({ shipTo: { city: 'Ulm', phone: '2' }, 'a/b': 2 })
    expect(merged.findings.map(({ path }) => path)).toEqual([
      '/a~1b',
      '/shipTo/city',
      '/shipTo/phone',
    ])
  })

  it('keeps a field inside where the owner around it has none', () => {
    const merged = mergeSources(
      [source('shop', {}), source('crm', { shipTo: { city: 'Bern', phone: '2' } })],
      ownership,
    )
    expect(merged.body['shipTo']).toEqual({ phone: '2' })
    expect(merged.findings.map(({ path }) => path)).toEqual(['/shipTo/city'])
  })

  it('lets the word of an owner count where it leaves a field out, and another speak until it does', () => {
    const erp = source('erp', { number: 'SO1' })
    expect(mergeSources([source('shop', {}), erp], ownership).body['number']).toBeUndefined()
    expect(mergeSources([erp], ownership)).toMatchObject({ body: { number: 'SO1' }, findings: [] })
  })

  it('tells values in findings only of fields that are known to hold no personal data', () => {
    const sources = [
      source('shop', {
        number: '#1',
        email: 'ann@example.com',
        shipTo: { city: 'Ulm' },
        tags: ['a'],
      }),
      source('erp', {
        number: 'SO1',
        email: 'bob@example.com',
        shipTo: { city: 'Bern' },
        tags: ['b'],
      }),
    ]
    const personal = listPersonalData(entities.order.schema)
    const nested = { ...ownership, fields: { '/shipTo/phone': 'crm' }, personal }
    const told = mergeSources(sources, nested).findings.map(({ path, message }) => [path, message])
    expect(told).toEqual([
      ['/email', 'erp says something else than shop, which owns it'],
      ['/number', 'erp says "SO1", and shop, which owns it, "#1"'],
      ['/shipTo/city', 'erp says something else than shop, which owns it'],
      ['/tags', 'erp says something else than shop, which owns it'],
    ])
    const silent = JSON.stringify(mergeSources(sources, ownership).findings)
    expect(silent).not.toContain('SO1')
  })
})

describe('merging, whatever is said', () => {
  const name = fc.constantFrom('shop', 'erp', 'crm', 'till')
  const field = fc.constantFrom('note', 'number', 'shipTo', '__proto__', 'x')
  const value = fc.oneof(
    fc.constantFrom<unknown>('a', 'b', 1, null),
    fc.array(fc.nat(2), { maxLength: 2 }),
    fc.dictionary(
      fc.constantFrom('city', 'phone', 'x'),
      fc.constantFrom<unknown>('a', 'b', { y: 1 }),
    ),
  )
  const ref = fc.record({
    system: name,
    account: fc.constant('a'),
    kind: fc.constant('Order'),
    id: fc.constantFrom('1', '2'),
  })
  const body = fc
    .tuple(fc.dictionary(field, value), fc.array(ref, { maxLength: 2 }))
    .map(([fields, refs]) => Object.fromEntries([...Object.entries(fields), ['refs', refs]]))
  const state: fc.Arbitrary<SourceState> = fc.record({ connection: name, body })
  const states = fc.array(state, { maxLength: 5 })
  const perConnection = fc.uniqueArray(state, { selector: ({ connection }) => connection })
  const owned: fc.Arbitrary<Ownership> = fc.record({
    origin: name,
    fields: fc.dictionary(
      fc.constantFrom('note', '/shipTo', '/shipTo/phone', '/x/y', '/number'),
      name,
    ),
  })
  const law = (property: fc.IRawProperty<unknown>) => fc.assert(property, { numRuns: 2000 })

  it('does not depend on the order of its sources, nor on how often one is told', () => {
    law(
      fc.property(
        states.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
          ),
        ),
        owned,
        ([all, shuffled], ownership) => {
          expect(mergeSources(shuffled, ownership)).toEqual(mergeSources(all, ownership))
        },
      ),
    )
  })

  it('finds nothing to change in what it has merged itself', () => {
    law(
      fc.property(perConnection, owned, (all, ownership) => {
        const { body } = mergeSources(all, ownership)
        const again = mergeSources([{ connection: ownership.origin, body }], {
          ...ownership,
          fields: {},
        })
        expect(again).toEqual({ body, findings: [] })
      }),
    )
  })

  it('unites refs in any grouping', () => {
    law(
      fc.property(states, states, owned, (some, others, ownership) => {
        const parts = [some, others].map((part) => ({
          connection: 'part',
          body: { refs: mergeSources(part, ownership).body['refs'] },
        }))
        const { refs } = mergeSources(parts, ownership).body
        expect(refs).toEqual(mergeSources([...some, ...others], ownership).body['refs'])
      }),
    )
  })

  it('gives the same entity in any grouping where every group has its owners in it', () => {
    law(
      fc.property(perConnection, owned, (all, { origin }) => {
        const ownership = { origin, fields: {} }
        const isOwner = ({ connection }: SourceState) => connection === origin
        fc.pre(all.some(isOwner))
        const [owners, others] = [all.filter(isOwner), all.filter((one) => !isOwner(one))]
        const first = mergeSources(owners, ownership).body
        const grouped = mergeSources([{ connection: origin, body: first }, ...others], ownership)
        expect(grouped).toEqual(mergeSources(all, ownership))
      }),
    )
  })

  it('is not changed by one who owns nothing, once all owners have spoken', () => {
    law(
      fc.property(perConnection, owned, body, (all, ownership, said) => {
        const owners = new Set([ownership.origin, ...Object.values(ownership.fields)])
        fc.pre([...owners].every((owner) => all.some(({ connection }) => connection === owner)))
        const { refs: _, ...before } = mergeSources(all, ownership).body
        const stranger = { connection: 'stranger', body: said }
        const { refs: __, ...after } = mergeSources([...all, stranger], ownership).body
        expect(after).toEqual(before)
      }),
    )
  })

  it('takes every value from a source, and tells of every other one', () => {
    law(
      fc.property(perConnection, fc.constantFrom('shop', 'erp'), (all, origin) => {
        const { body, findings } = mergeSources(all, { origin, fields: {} })
        const merged = new Map(Object.entries(body))
        const said = all.flatMap((one) =>
          Object.entries(one.body).filter(([key]) => key !== 'refs'),
        )
        const other = said.filter(([key, value]) => diffPaths(merged.get(key), value).length > 0)
        const told = new Set(findings.map(({ path }) => path))
        expect(told).toEqual(new Set(other.map(([key]) => `/${key}`)))
      }),
    )
  })
})

describe('refs', () => {
  it('print as keys that read back, whatever characters an id has', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1 })
    const part = fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }),
      units.map((codes) => String.fromCharCode(...codes)),
      fc.constantFrom('\0', 'a\ud83d', '\ude00a', '%uD83D', '%u0000'),
    )
    fc.assert(
      fc.property(fc.record({ system: part, account: part, kind: part, id: part }), (ref) => {
        const key = refKey(ref)
        expect(parseRefKey(key)._unsafeUnwrap()).toEqual(ref)
        // no store and no driver makes another key of it
        expect(Buffer.from(key).toString()).toBe(key)
        expect(key).not.toContain('\0')
      }),
    )
  })
})

describe('diffPaths', () => {
  it('names the deepest places that differ', () => {
    const before = { a: { b: 1, 'c/d': [1, 2] }, e: null }
    const after = { a: { b: 1, 'c/d': [1, 3, 4] }, e: {} }
    expect(diffPaths(before, after)).toEqual(['/a/c~1d/1', '/a/c~1d/2', '/e'])
    expect(diffPaths(before, structuredClone(before))).toEqual([])
  })
})
