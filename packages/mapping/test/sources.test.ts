import { groupRows, readTable, tsv } from '@canonry/mapping'
import { readXml, writeXml } from '@canonry/mapping/xml'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

describe('the sources in the README', () => {
  // #region table
  const report = 'order\tplaced\tsku\tquantity\nA-1\t11/24/2026\tTEA\t2\nA-1\t11/24/2026\tMUG\t1\n'
  const { rows } = readTable(report, tsv)._unsafeUnwrap()
  const read = [...rows].map((row) => row._unsafeUnwrap())
  // read[0]   { line: 2, cells: { order: 'A-1', placed: '11/24/2026', sku: 'TEA', quantity: '2' } }

  const groups = groupRows(read, { by: ['order'], shared: ['placed'] })._unsafeUnwrap()
  // groups[0].document   { order: 'A-1', placed: '11/24/2026', rows: [{ sku: 'TEA', quantity: '2' }, …] }
  // #endregion table

  it('are tables that do what it says', () => {
    const cells = { order: 'A-1', placed: '11/24/2026', sku: 'TEA', quantity: '2' }
    expect(read[0]).toEqual({ line: 2, cells })
    const lines = [
      { sku: 'TEA', quantity: '2' },
      { sku: 'MUG', quantity: '1' },
    ]
    expect(groups[0]?.document).toEqual({ order: 'A-1', placed: '11/24/2026', rows: lines })
  })

  // #region xml
  const Receipt = z.object({
    Receipt: z.object({
      Total: z.string(),
      'Total@currency': z.string(),
      Line: z.array(z.object({ '@number': z.string(), Sku: z.string() })),
    }),
  })
  const text =
    '<Receipt till="3"><Line number="1"><Sku>TEA</Sku></Line><Total currency="EUR">1.50</Total></Receipt>'
  const document = readXml(text, Receipt)._unsafeUnwrap()
  // { Receipt: { '@till': '3', Line: [{ '@number': '1', Sku: 'TEA' }], Total: '1.50', 'Total@currency': 'EUR' } }

  const back = writeXml(document, Receipt)._unsafeUnwrap()
  // the same elements, the total first as in the schema
  // #endregion xml

  it('are XML that does what it says', () => {
    expect(document).toEqual({
      Receipt: {
        '@till': '3',
        Line: [{ '@number': '1', Sku: 'TEA' }],
        Total: '1.50',
        'Total@currency': 'EUR',
      },
    })
    expect(back).toContain(
      '<Receipt till="3"><Total currency="EUR">1.50</Total><Line number="1"><Sku>TEA</Sku></Line></Receipt>',
    )
  })
})
