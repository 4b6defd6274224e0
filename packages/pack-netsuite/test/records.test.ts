import { describe, expect, it } from 'vitest'
import { createRecords } from '../src/simulator/records.js'
import type { StoredRecord } from '../src/simulator/stored-record.js'

function record(id: string, externalId?: string): StoredRecord {
  const nothing = {
    fields: {},
    sublists: {},
    createdAt: 0,
    modifiedAt: 0,
    updates: 0,
    lastKeys: {},
  }
  return { type: 'salesOrder', id, ...(externalId !== undefined && { externalId }), ...nothing }
}

describe('records of a simulated account', () => {
  it('are found by the name that they have now', () => {
    const records = createRecords()
    records.set('1', record('1', 'a'))
    records.set('2', record('2'))
    expect(records.named('a')?.id).toBe('1')
    records.set('1', record('1', 'b'))
    expect([records.named('a'), records.named('b')?.id]).toEqual([undefined, '1'])
    expect([...records.values()].map(({ id }) => id)).toEqual(['1', '2'])
  })

  it('are gone under both ids when they are deleted', () => {
    const records = createRecords()
    records.set('1', record('1', 'a'))
    records.delete('1')
    expect([records.get('1'), records.named('a'), records.size()]).toEqual([
      undefined,
      undefined,
      0,
    ])
    expect(records.named('')).toBeUndefined()
  })
})
