import {
  compareVersions,
  diffPaths,
  listPersonalData,
  mergeSources,
  Order,
  parseRefKey,
  refKey,
} from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const source = (connection: string, body: Record<string, unknown>) => ({
  connection,
  body: { refs: [{ system: connection, account: 'a', kind: 'Order', id: '1' }], ...body },
})

describe('mergeSources', () => {
  const ownership = { origin: 'shop', fields: { note: 'erp' } }

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
  })

  it('does not depend on the order of its sources', () => {
    const sources = ['shop', 'erp', 'till'].map((name) => source(name, { number: name, x: 1 }))
    fc.assert(
      fc.property(fc.shuffledSubarray(sources, { minLength: 3 }), (shuffled) => {
        expect(mergeSources(shuffled, ownership)).toEqual(mergeSources(sources, ownership))
      }),
    )
  })
})

describe('versions and refs', () => {
  it('compare as numbers, as moments, and otherwise not at all', () => {
    expect(compareVersions('10', '9')).toBe('newer')
    expect(compareVersions('2026-01-01T10:00:00+01:00', '2026-01-01T09:00:00Z')).toBe('same')
    expect(compareVersions('2026-01-01T10:00:00+01:00', '2026-01-01T10:00:00Z')).toBe('older')
    expect(compareVersions('abc', 'abd')).toBe('incomparable')
  })

  it('print as keys that read back, whatever characters an id has', () => {
    const part = fc.string({ minLength: 1, unit: 'binary' })
    fc.assert(
      fc.property(fc.record({ system: part, account: part, kind: part, id: part }), (ref) => {
        expect(parseRefKey(refKey(ref))).toEqual(ref)
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

describe('personal data', () => {
  it('of an order can be listed', () => {
    const listed = listPersonalData(Order)
    expect(listed['/email']).toBe('direct')
    expect(listed['/shipTo/line1']).toBe('direct')
    expect(listed['/number']).toBeUndefined()
  })
})
