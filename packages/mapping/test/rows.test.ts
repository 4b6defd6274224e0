import {
  cases,
  currency,
  decimal,
  from,
  group,
  instantText,
  mapping,
  minorUnits,
  ref,
  rows,
  table,
} from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { shopMapping } from './shop.js'
import { storeMapping } from './store.js'

const rowAt = (entity: string, of = storeMapping as Parameters<typeof rows>[0]) =>
  rows(of).find((row) => row.entity === entity)

describe('a row of a mapping document', () => {
  it('says how personal the canonical value is, or what is inside', () => {
    expect(rowAt('/manager/name')?.personal).toBe('direct')
    expect(rowAt('/manager')?.personal).toBe('direct')
    expect(rowAt('/name')).not.toHaveProperty('personal')
  })

  it('names the operation of the nested document around, unless it has its own', () => {
    expect(rowAt('/manager/name')?.write).toBe('setManager')
    expect(rowAt('/manager/phone')?.write).toBe('setPhone')
    expect(rowAt('/guests/*/name')).not.toHaveProperty('write')
  })

  it('lists the words of a table, the words of JSON among them', () => {
    expect(rowAt('/kind')?.meanings).toEqual([
      ['S', 'shop'],
      ['M', 'shop'],
      ['O', 'outlet'],
      ['any other', 'unknown'],
    ])
    expect(rowAt('/paid', shopMapping)?.meanings).toEqual([
      ['true', 'yes'],
      ['false', 'no'],
      ['null', 'unknown'],
    ])
  })

  it('says of a table what words mean that it does not list', () => {
    const open = mapping({
      system: 'odd',
      entity: 'Odd',
      wire: z.object({ a: z.string() }),
      canonical: z.object({ a: z.enum(['one', 'unknown']) }),
      map: ($) => ({ a: from($.a, table({ x: 'one' }, { unknown: 'unknown' })) }),
    })
    expect(rows(open)[0]?.meanings).toEqual([
      ['x', 'one'],
      ['any other', 'unknown'],
    ])
  })

  it('lists the words of a group that reads one place, as those of a leaf', () => {
    const Wire = z.object({ state: z.string().nullable(), other: z.string() })
    const odd = mapping({
      system: 'odd',
      entity: 'Odd',
      wire: Wire,
      canonical: z.object({ sent: z.boolean(), both: z.string() }),
      map: ($) => ({
        sent: group(
          { state: $.state },
          {
            doc: 'null → false, sent → true',
            get: ({ state }) => state === 'sent',
            put: (sent) => ({ state: sent ? 'sent' : null }),
          },
        ),
        both: group(
          { state: $.state, other: $.other },
          { doc: 'sent → x', get: () => 'x', put: () => ({}) },
        ),
      }),
    })
    expect(rows(odd).map(({ meanings }) => meanings)).toEqual([
      [
        ['null', 'false'],
        ['sent', 'true'],
      ],
      undefined,
      undefined,
    ])
  })

  it('lists no words where the text only looks like a table', () => {
    const Wire = z.object({ a: z.enum(['x, y', 'z']), b: z.boolean() })
    const odd = mapping({
      system: 'odd',
      entity: 'Odd',
      wire: Wire,
      canonical: z.object({ a: z.string(), b: z.string() }),
      map: ($) => ({
        a: from($.a, table({ 'x, y': 'one', z: 'two' })),
        b: from($.b, cases([true, 'a, b'], [false, 'c'])),
      }),
    })
    expect(rows(odd).map(({ meanings }) => meanings)).toEqual([undefined, undefined])
  })

  it('shows a typical value on both sides, where the leaf says what it takes', () => {
    const Wire = z.object({ id: z.number(), cents: z.number(), price: z.string(), cur: z.string() })
    const sale = mapping({
      system: 'till',
      entity: 'Sale',
      wire: Wire,
      canonical: z.object({
        id: z.unknown(),
        cents: z.string(),
        price: z.string(),
        cur: z.string(),
      }),
      map: ($) => ({
        id: from($.id, ref('Sale') as never),
        cents: from($.cents, minorUnits('EUR')),
        price: from($.price, decimal),
        cur: from($.cur, currency),
      }),
    })
    expect(rows(sale).map(({ example }) => example)).toEqual([
      { wire: '1001', entity: 'Sale 1001' },
      { wire: '1990', entity: '19.9' },
      { wire: '"19.9"', entity: '19.9' },
      { wire: '"EUR"', entity: 'EUR' },
    ])
    expect(rowAt('/name')).not.toHaveProperty('example')
  })

  it('shows of a typical value what reading gives, a moment with its own offset', () => {
    const moment = mapping({
      system: 'till',
      entity: 'Sale',
      wire: z.object({ at: z.string() }),
      canonical: z.object({ at: z.string() }),
      map: ($) => ({ at: from($.at, instantText('dd.MM.yyyy HH:mm', 'Europe/Berlin')) }),
    })
    expect(rows(moment)[0]?.example).toEqual({
      wire: '"24.11.2026 10:15"',
      entity: '2026-11-24T10:15:00+01:00',
    })
  })
})
