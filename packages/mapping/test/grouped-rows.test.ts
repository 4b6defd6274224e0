import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  dateText,
  decode,
  each,
  encode,
  from,
  type Grouping,
  groupRows,
  intText,
  type Mapping,
  mapping,
  type ReadRow,
  readTable,
  type TableRow,
  text,
  tsv,
  ungroupRows,
  writeTable,
} from '@canonry/mapping'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  americanSettlement,
  bySettlement,
  european,
  europeanSettlement,
  type Settlement,
} from './settlement.js'

const orders = [
  'order\tplaced\tsku\tquantity',
  'A\t11/24/2026\tTEA\t2',
  'B\t11/23/2026\tMUG\t1',
  'A\t11/24/2026\tMUG\t1',
]
const OrderRow = z.object({ sku: z.string(), quantity: z.string() })
const OrderLine = z.object({ sku: z.string(), quantity: z.number() })
const orderMapping = mapping({
  system: 'shop',
  entity: 'Order',
  wire: z.object({ order: z.string(), placed: z.string(), rows: z.array(OrderRow) }),
  canonical: z.object({ number: z.string(), placedOn: z.string(), lines: z.array(OrderLine) }),
  map: ($) => ({
    number: from($.order, text),
    placedOn: from($.placed, dateText('MM/dd/yyyy')),
    lines: each(
      $.rows,
      mapping({
        system: 'shop',
        entity: 'Line',
        wire: OrderRow,
        canonical: OrderLine,
        map: ($row) => ({ sku: from($row.sku, text), quantity: from($row.quantity, intText) }),
      }),
      ({ sku }) => sku,
    ),
  }),
})
const byOrder: Grouping = { by: ['order'], shared: ['placed'] }

describe('rows that belong together', () => {
  it('are one document, in the order of the report', () => {
    expect(groupRows(rowsOf(orders), byOrder)._unsafeUnwrap()).toEqual([
      {
        line: 2,
        document: {
          order: 'A',
          placed: '11/24/2026',
          rows: [
            { sku: 'TEA', quantity: '2' },
            { sku: 'MUG', quantity: '1' },
          ],
        },
      },
      {
        line: 3,
        document: { order: 'B', placed: '11/23/2026', rows: [{ sku: 'MUG', quantity: '1' }] },
      },
    ])
  })

  it('are mapped like any document', () => {
    const [group] = groupRows(rowsOf(orders), byOrder)._unsafeUnwrap()
    const read = decode(orderMapping, group?.document, {})._unsafeUnwrap()
    expect(read.entity).toEqual({
      number: 'A',
      placedOn: '2026-11-24',
      lines: [
        { sku: 'TEA', quantity: 2 },
        { sku: 'MUG', quantity: 1 },
      ],
    })
    const back = encode(orderMapping, read.entity, { context: {}, residue: read.residue })
    expect(back._unsafeUnwrap()).toEqual(group?.document)
  })

  it('are told from others by several columns, each on its own', () => {
    const rows = rowsOf(['a\tb\tc', 'x\ty1\t1', 'xy\t1\t2'])
    expect(groupRows(rows, { by: ['a', 'b'] })._unsafeUnwrap()).toHaveLength(2)
  })
})

describe('a report with its totals at the head', () => {
  const lines = ['id\ttotal\tamount', '7\t3.00\t', '7\t\t1.00', '7\t\t2.00']
  const grouping: Grouping = { by: ['id'], heading: ['total'] }

  it('has the totals once, and a row for each of the others', () => {
    expect(groupRows(rowsOf(lines), grouping)._unsafeUnwrap()[0]?.document).toEqual({
      id: '7',
      total: '3.00',
      rows: [{ amount: '1.00' }, { amount: '2.00' }],
    })
  })

  it.each([
    ['no heading', ['id\ttotal\tamount', '7\t\t1.00'], { kind: 'no-heading', line: 2 }],
    [
      'more than a heading',
      ['id\ttotal\tamount', '7\t1.00\t1.00'],
      { kind: 'no-heading', line: 2 },
    ],
    ['a second heading', [...lines, '7\t9.00\t'], { kind: 'differs', column: 'total', line: 5 }],
  ])('is refused with %s', (_, broken, failure) => {
    expect(groupRows(rowsOf(broken), grouping)._unsafeUnwrapErr()).toEqual([failure])
  })
})

describe('rows that do not form groups', () => {
  it('are told all at once, with column and line', () => {
    const broken = [...orders, '\t11/24/2026\tTEA\t1', 'B\t11/24/2026\tTEA\t1', 'A\t\tTEA\t1']
    expect(groupRows(rowsOf(broken), byOrder)._unsafeUnwrapErr()).toEqual([
      { kind: 'no-key', column: 'order', line: 5 },
      { kind: 'differs', column: 'placed', line: 6 },
      { kind: 'differs', column: 'placed', line: 7 },
    ])
  })

  it('cannot say a column once that has the name of the rows', () => {
    expect(() => groupRows([], { by: ['rows'] })).toThrow()
  })
})

describe('documents that cannot be rows', () => {
  it.each([
    [
      'a number',
      { order: 'A', rows: [{ quantity: 2 }] },
      { kind: 'not-text', document: 0, column: 'quantity' },
    ],
    [
      'rows that are no list',
      { order: 'A', rows: {} },
      { kind: 'not-text', document: 0, column: 'rows' },
    ],
    ['no document', 7, { kind: 'not-text', document: 0, column: '' }],
    [
      'a row that is none',
      { order: 'A', rows: [7] },
      { kind: 'not-text', document: 0, column: 'rows' },
    ],
    [
      'a shared column in a row',
      { order: 'A', rows: [{ placed: 'x' }] },
      { kind: 'misplaced', document: 0, column: 'placed' },
    ],
    [
      'a column of rows in the group',
      { order: 'A', sku: 'x', rows: [{}] },
      { kind: 'misplaced', document: 0, column: 'sku' },
    ],
    ['no rows', { order: 'A', rows: [] }, { kind: 'no-rows', document: 0 }],
  ])('are refused: %s', (_, document, failure) => {
    expect(ungroupRows([document], byOrder)._unsafeUnwrapErr()).toEqual(failure)
  })
})

describe('any groups', () => {
  const word = fc.stringMatching(/^[a-z]{1,3}$/)
  const own = fc.record({ sku: word, note: word }, { requiredKeys: [] })
  const group = fc
    .record(
      { id: word, at: word, total: word, rows: fc.array(own, { minLength: 1, maxLength: 3 }) },
      { requiredKeys: ['id', 'rows'] },
    )
    .map((made) => ({ ...made }))
  const groups = fc.uniqueArray(group, { selector: ({ id }) => id, maxLength: 4 })

  it.each([
    ['shared', { by: ['id'], shared: ['at', 'total'] }],
    ['at the head', { by: ['id'], shared: ['at'], heading: ['total'] }],
  ] satisfies [string, Grouping][])('come back as they were: totals %s', (_, grouping) => {
    fc.assert(
      fc.property(groups, (made) => {
        const documents = made.map((one) => ({ ...one, total: one.total ?? 'x' }))
        const rows = ungroupRows(documents, grouping)._unsafeUnwrap()
        const form = {
          ...tsv,
          columns: ['id', 'at', 'total', 'sku', 'note'],
          newline: '\n',
        } as const
        const text = writeTable(form, rows)._unsafeUnwrap()
        const read = groupRows(
          rowsRead(readTable(text, tsv)._unsafeUnwrap().rows),
          grouping,
        )._unsafeUnwrap()
        expect(read.map(({ document }) => document)).toEqual(documents)
      }),
    )
  })
})

describe('a settlement report', () => {
  const settled = <W>(report: string, settlement: Mapping<W, Settlement>) => {
    const { form, rows } = readTable(report, tsv)._unsafeUnwrap()
    const groups = groupRows(rowsRead(rows), bySettlement)._unsafeUnwrap()
    const decoded = groups.map(({ document }) => decode(settlement, document, {})._unsafeUnwrap())
    const written = decoded.map(({ entity, residue }) =>
      encode(settlement, entity, { context: {}, residue })._unsafeUnwrap(),
    )
    const back = ungroupRows(written, bySettlement)._unsafeUnwrap()
    return { form, back, entities: decoded.map(({ entity }) => entity) }
  }

  it('of the EU is mapped, and comes back with the same characters but for groups of digits', () => {
    const { form, back, entities } = settled(european, europeanSettlement)
    expect(entities).toEqual([
      {
        id: '4711',
        until: '2026-11-23T10:00:00Z',
        total: { amount: '1076.5', currency: 'EUR' },
        entries: [
          { kind: 'Principal', order: '111-1', amount: '1190', on: '2026-11-10', quantity: 2 },
          { kind: 'Commission', order: '111-1', amount: '-113.5', on: '2026-11-10' },
        ],
      },
    ])
    const normal = european.replace('1.076,50', '1076,5').replace('1.190,00', '1190')
    expect(writeTable(form, back)._unsafeUnwrap()).toBe(normal)
  })

  const recorded = join(
    import.meta.dirname,
    '../../../../shared/corpus/amazon/fixtures/airbyte-mit/GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE.tsv',
  )
  const isThere = existsSync(recorded) || process.env['CI'] === 'true'
  it.skipIf(!isThere)('as recorded comes back with the same characters (needs the corpus)', () => {
    const report = readFileSync(recorded, 'utf8')
    const { form, back, entities } = settled(report, americanSettlement)
    expect(entities).toMatchObject([
      {
        total: { amount: '1234.56', currency: 'USD' },
        entries: [{ amount: '19.99', quantity: 1 }],
      },
    ])
    expect(writeTable(form, back)._unsafeUnwrap()).toBe(report)
  })
})

function rowsRead(rows: Iterable<ReadRow>): TableRow[] {
  const read: TableRow[] = []
  for (const row of rows) read.push(row._unsafeUnwrap())
  return read
}

function rowsOf(lines: readonly string[]): TableRow[] {
  const { rows } = readTable(
    lines.map((line) => `${line}\n`),
    tsv,
  )._unsafeUnwrap()
  return rowsRead(rows)
}
