import { csv, tsv } from '@canonry/mapping'
import { type FileFormat, type FileRecord, jsonArray, ndjson, tableFile } from '@canonry/pack'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

function readAll(format: FileFormat, text: string, size = text.length || 1): FileRecord[] {
  const reader = format.open()
  const records: FileRecord[] = []
  for (let at = 0; at < text.length; at += size) {
    records.push(...reader.push(text.slice(at, at + size)))
  }
  return [...records, ...reader.end()]
}

const told = (records: readonly FileRecord[]) =>
  records.map((record) => (record.kind === 'record' ? [record.line, record.wire] : [record.line]))

const HUGE = 'x'.repeat(5 * 1024 * 1024)

describe('lines of JSON', () => {
  it('are documents, each with its line; a broken one is a fault and the rest goes on', () => {
    const text = '\ufeff{"id":1}\r\n\n{"id":\n{"id":"ü"}'
    expect(told(readAll(ndjson, text))).toEqual([[1, { id: 1 }], [3], [4, { id: 'ü' }]])
  })

  it('that are too large or too deep are faults', () => {
    const text = `"${HUGE}"\n${'['.repeat(65)}${']'.repeat(65)}\n{"id":3}\n`
    expect(told(readAll(ndjson, text, 65_536))).toEqual([[1], [2], [3, { id: 3 }]])
  })
})

describe('an array of JSON', () => {
  it('is its elements, whatever is in their strings', () => {
    const text = '\n[ {"a":"],\\"[{"} ,\n [1,[2]],\n\n "x" ]\n'
    expect(told(readAll(jsonArray, text))).toEqual([
      [2, { a: '],"[{' }],
      [3, [1, [2]]],
      [5, 'x'],
    ])
    expect(readAll(jsonArray, '[]')).toEqual([])
  })

  it('tells a broken element and goes on, and tells when it is none or does not end', () => {
    expect(told(readAll(jsonArray, '[{"a":},{"b":1}]'))).toEqual([[1], [1, { b: 1 }]])
    expect(readAll(jsonArray, '{"a":1}')).toMatchObject([
      { kind: 'fault', message: /no JSON array/ },
    ])
    expect(readAll(jsonArray, '')).toMatchObject([{ kind: 'fault' }])
    const cut = readAll(jsonArray, '[{"a":1},\n{"b"')
    expect(cut).toMatchObject([{ wire: { a: 1 } }, { kind: 'fault', line: 2, message: /cut off/ }])
  })

  it('tells once that more stands behind its end, as where files were put together', () => {
    for (const [text, size] of [
      ['[1]\n[2]\n[3]', 1],
      ['[1]\n[2]\n[3]', 100],
      ['[1] \n \n,2]', 2],
    ] as const) {
      const [first, second, ...others] = readAll(jsonArray, text, size)
      expect(first).toMatchObject({ wire: 1 })
      expect(second).toMatchObject({ kind: 'fault', message: /behind the end/ })
      expect(others).toEqual([])
    }
    expect(told(readAll(jsonArray, '[1]\n[2]', 1))).toEqual([[1, 1], [2]])
    expect(readAll(jsonArray, '[]\n\n \t', 1)).toEqual([])
  })

  it('drops an element that is too large and reads those behind it', () => {
    expect(told(readAll(jsonArray, `["${HUGE}",\n1]`, 65_536))).toEqual([[1], [2, 1]])
  })
})

describe('any file', () => {
  it('is the same records, however it is cut into pieces', () => {
    const documents = fc.array(fc.dictionary(fc.string(), fc.string()), { maxLength: 5 })
    fc.assert(
      fc.property(documents, fc.integer({ min: 1, max: 9 }), (wires, size) => {
        const lines = wires.map((wire) => JSON.stringify(wire))
        const asArray = `[\n${lines.join(',\n')}]`
        for (const [format, text] of [
          [ndjson, lines.join('\n')],
          [jsonArray, asArray],
        ] as const) {
          const records = readAll(format, text, size)
          expect(records).toEqual(readAll(format, text))
          expect(records.map((record) => record.kind === 'record' && record.text)).toEqual(lines)
        }
      }),
    )
  })
})

describe('a table', () => {
  it('is a document a row; a ragged row is a fault', () => {
    const text = 'sku,title\nA,"x, y"\nB\nC,z\n'
    expect(told(readAll(tableFile(csv), text, 3))).toEqual([
      [2, { sku: 'A', title: 'x, y' }],
      [3],
      [4, { sku: 'C', title: 'z' }],
    ])
  })

  it('is a document a group of rows that stand together, where they are grouped', () => {
    const text = 'order\tsku\tdate\n1\tA\td\n1\tB\td\n2\tA\te\n2\tB\tf\n3\tC\tg\n'
    const grouped = tableFile({ ...tsv, group: { by: ['order'], shared: ['date'] } })
    expect(told(readAll(grouped, text, 4))).toEqual([
      [2, { order: '1', date: 'd', rows: [{ sku: 'A' }, { sku: 'B' }] }],
      [5],
      [6, { order: '3', date: 'g', rows: [{ sku: 'C' }] }],
    ])
  })
  it('tells of groups whose rows do not stand together, instead of showing a part for the whole', () => {
    const grouped = tableFile({ ...tsv, group: { by: ['order'] } })
    const text = 'order\tsku\n1\tA\n2\tB\n1\tC\n1\tD\n3\tE\n2\tF\n'
    const records = readAll(grouped, text, 5)
    expect(told(records)).toEqual([
      [2, { order: '1', rows: [{ sku: 'A' }] }],
      [3, { order: '2', rows: [{ sku: 'B' }] }],
      [4],
      [6, { order: '3', rows: [{ sku: 'E' }] }],
      [7],
    ])
    expect(records[2]).toMatchObject({ message: /sort the file by order$/ })
  })
  it('tells of groups that a row may be missing of, instead of showing them without it', () => {
    const grouped = tableFile({ ...tsv, group: { by: ['order'], shared: [] } })
    const inside = 'order\tsku\n1\tA\n1\tB\tx\n1\tC\n2\tD\n2\tE\n3\tF\n'
    const two = [5, { order: '2', rows: [{ sku: 'D' }, { sku: 'E' }] }]
    const three = [7, { order: '3', rows: [{ sku: 'F' }] }]
    expect(told(readAll(grouped, inside, 4))).toEqual([[3], [2], two, three])
    // nobody can say whose a row between two groups was
    const between = 'order\tsku\n1\tA\nx\n2\tD\n2\tE\n3\tF\n'
    const faults = readAll(grouped, between)
    expect(told(faults)).toEqual([[3], [2], [4], [6, three[1]]])
    expect(faults[1]).toMatchObject({ message: expect.stringContaining('line 3') })
    const last = 'order\tsku\n1\tA\n2\tB\nx'
    expect(told(readAll(grouped, last))).toEqual([
      [2, { order: '1', rows: [{ sku: 'A' }] }],
      [4],
      [3],
    ])
  })
})
