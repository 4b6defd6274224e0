import {
  createTableReader,
  csv,
  type ReadRow,
  readTable,
  type TableFormat,
  type TableRow,
  tsv,
  writeTable,
} from '@canonry/mapping'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const semicolons: TableFormat = { separator: ';', quotes: true }

describe('a table', () => {
  it('is read as one document for each row, without its empty cells', () => {
    const { form, rows } = read('sku\tname\tnote\r\nA-1\tTea "green"\t\r\nA-2\t\t, \r\n', tsv)
    expect(form).toEqual({ ...tsv, columns: ['sku', 'name', 'note'], newline: '\r\n' })
    expect(rows).toEqual([
      { line: 2, cells: { sku: 'A-1', name: 'Tea "green"' } },
      { line: 3, cells: { sku: 'A-2', note: ', ' } },
    ])
  })

  it('may have quotes, new lines in cells, a byte order mark, and no last new line', () => {
    const text = '\ufeff"sku",name\n1,"a ""b"",\nc"\r\n2,"plain"\n"",x'
    const { form, rows } = read(text, csv)
    expect(form).toEqual({
      ...csv,
      columns: ['sku', 'name'],
      newline: '\n',
      mark: true,
      quoted: ['sku'],
    })
    expect(rows).toEqual([
      { line: 2, cells: { sku: '1', name: 'a "b",\nc' }, ending: '\r\n' },
      { line: 4, cells: { sku: '2', name: 'plain' }, quoted: ['name'] },
      { line: 5, cells: { name: 'x' }, quoted: ['sku'], ending: '' },
    ])
    expect(writeTable(form, rows)._unsafeUnwrap()).toBe(text)
  })

  it('keeps columns with the names of prototypes to itself', () => {
    const { rows } = read('__proto__,constructor\npolluted,x\n', csv)
    expect(Object.keys(rows[0]?.cells ?? {})).toEqual(['__proto__', 'constructor'])
    expect({}).not.toHaveProperty('polluted')
  })

  it('with one column has rows without text, and with more has blank lines', () => {
    expect(read('a\n\nx\n', csv).rows.map(({ cells }) => cells)).toEqual([{}, { a: 'x' }])
    expect(read('a,b\n\nx,\n\n', csv).rows.map(({ cells }) => cells)).toEqual([{ a: 'x' }])
  })

  it('reads its rows as they are asked for', () => {
    let asked = 0
    function* pieces() {
      for (asked = 0; asked < 1000; asked += 1) yield asked === 0 ? 'a,b\n' : `${asked},x\n`
    }
    const rows = readTable(pieces(), csv)._unsafeUnwrap().rows[Symbol.iterator]()
    expect(rows.next().value._unsafeUnwrap().cells).toEqual({ a: '1', b: 'x' })
    expect(asked).toBeLessThan(3)
  })
})

describe('what is wrong with a table', () => {
  it.each([
    ['nothing at all', '', csv, { kind: 'no-header' }],
    ['a byte order mark alone', '\ufeff', csv, { kind: 'no-header' }],
    [
      'two columns of one name',
      'a,b,a\n1,2,3\n',
      csv,
      { kind: 'duplicate-column', line: 1, column: 'a' },
    ],
    ['a quote inside the header', 'a,b"c\n1,2\n', csv, { kind: 'stray-quote', line: 1 }],
  ])('is told for the whole: %s', (_, text, format, failure) => {
    expect(readTable(text, format)._unsafeUnwrapErr()).toEqual(failure)
  })

  it.each([
    ['too few cells', '1\n', { kind: 'ragged-row', line: 2, expected: 2, found: 1 }],
    ['too many cells', '1,2,3\n', { kind: 'ragged-row', line: 2, expected: 2, found: 3 }],
    ['a quote inside a cell', '1,b"c\n', { kind: 'stray-quote', line: 2 }],
    ['text behind a closing quote', '1,"b"c\n', { kind: 'stray-quote', line: 2 }],
  ])('is told for one row, and the next one still comes: %s', (_, row, failure) => {
    const [first, second] = [...readTable(`a,b\n${row}3,4\n`, csv)._unsafeUnwrap().rows]
    expect(first?._unsafeUnwrapErr()).toEqual(failure)
    expect(second?._unsafeUnwrap()).toEqual({ line: 3, cells: { a: '3', b: '4' } })
  })

  it('ends it where a quote is never closed', () => {
    const rows = [...readTable('a,b\n1,"2\n3,4\n', csv)._unsafeUnwrap().rows]
    expect(rows.map((row) => row._unsafeUnwrapErr())).toEqual([{ kind: 'unclosed-quote', line: 2 }])
  })

  it.each([
    ['in one piece', 'x'.repeat(6 * 1024 * 1024)],
    ['in a cell that is never closed', `"${'x\n'.repeat(3 * 1024 * 1024)}`],
  ])('ends it where a record is larger than 5 MiB: %s', (_, cell) => {
    const failure = { kind: 'too-large', line: 2, limit: 5 * 1024 * 1024 }
    for (const pieces of [
      [`a\n${cell}`],
      [`a\n${cell}`, '\n1\n'],
      inPieces(`a\n${cell}\n1\n`, 65_536),
    ]) {
      const rows = [...readTable(pieces, csv)._unsafeUnwrap().rows]
      expect(rows.map((row) => row._unsafeUnwrapErr())).toEqual([failure])
    }
  })

  it('takes no longer for a record in a million pieces', () => {
    const reader = createTableReader(csv)
    reader.push('a\n"')
    for (let piece = 0; piece < 1_000_000; piece += 1) reader.push('x\n')
    expect([...reader.push('"\n'), ...reader.end()]).toHaveLength(1)
  })

  it('never quotes a cell', () => {
    const rows = [...readTable('a,b\nsecret\n"secret"x,1\n"secret', csv)._unsafeUnwrap().rows]
    expect(rows).toHaveLength(3)
    expect(JSON.stringify(rows.map((row) => row._unsafeUnwrapErr()))).not.toContain('secret')
  })
})

describe('what a table cannot hold', () => {
  const form = { ...tsv, columns: ['a', 'b'], newline: '\n' } as const
  it.each([
    ['a column that it does not have', { c: '1' }, { kind: 'unknown-column', row: 1, column: 'c' }],
    ['a separator', { a: '1\t2' }, { kind: 'unwritable-cell', row: 1, column: 'a' }],
    ['a new line', { b: '1\n2' }, { kind: 'unwritable-cell', row: 1, column: 'b' }],
  ])('is refused: %s', (_, cells, failure) => {
    expect(writeTable(form, [{ cells: { a: 'x' } }, { cells }])._unsafeUnwrapErr()).toEqual(failure)
  })
})

describe('any table', () => {
  const cell = fc.oneof(
    fc.stringMatching(/^[a-z0-9 ]{0,4}$/),
    fc
      .array(fc.constantFrom('"', ',', ';', '\t', '\n', '\r\n', 'x'), { maxLength: 5 })
      .map((parts) => parts.join('')),
  )
  const quotes = fc.constantFrom(csv, semicolons)
  const texts = fc
    .tuple(quotes, fc.integer({ min: 1, max: 4 }), fc.constantFrom('\n', '\r\n'))
    .chain(([format, width, newline]) =>
      fc.record({
        format: fc.constant(format),
        text: fc
          .tuple(
            fc.uniqueArray(cell, { minLength: width, maxLength: width }),
            fc.array(
              fc.array(fc.tuple(cell, fc.boolean()), { minLength: width, maxLength: width }),
              { maxLength: 4 },
            ),
            fc.boolean(),
          )
          .map(([header, rows, isEnded]) => {
            const lines = [header.map((name) => [name, true] as const), ...rows].map((line) =>
              line.map(([text, quoted]) => written(text, quoted, format)).join(format.separator),
            )
            return lines.join(newline) + (isEnded ? newline : '')
          }),
      }),
    )
    // a lone quote pair or nothing is a blank line, which does not come back
    .filter(({ text }) => !/(^|\n)\r?\n|(^|\n)$/.test(text.replace(/\r?\n$/, '')))

  it('comes back with the same characters, however it is cut into pieces', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 7 }), ({ text, format }, size) => {
        const { form, rows } = read(inPieces(text, size), format)
        expect(rows).toEqual(read(text, format).rows)
        expect(writeTable(form, rows)._unsafeUnwrap()).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('is read as a well-known parser reads it', () => {
    fc.assert(
      fc.property(texts, ({ text, format }) => {
        const { form, rows } = read(text, format)
        const records: string[][] = parse(text, {
          delimiter: format.separator,
          record_delimiter: ['\r\n', '\n'],
        })
        const ours = rows.map(({ cells }) => form.columns.map((column) => cells[column] ?? ''))
        expect([form.columns, ...ours]).toEqual(records)
      }),
      { numRuns: 500 },
    )
  })

  it('is read, or told why not, and never throws', () => {
    const noise = fc.array(fc.constantFrom('"', ',', '\t', '\n', '\r', '\r\n', '\ufeff', 'x'), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(
        noise,
        fc.constantFrom(csv, tsv),
        fc.integer({ min: 1, max: 5 }),
        (parts, format, size) => {
          const text = parts.join('')
          const whole = readTable(text, format).map(({ rows }) => plain(rows))
          const pieces = readTable(inPieces(text, size), format).map(({ rows }) => plain(rows))
          expect(pieces).toEqual(whole)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

function written(text: string, quoted: boolean, { separator }: TableFormat): string {
  const mustQuote = /["\r\n]/.test(text) || text.includes(separator)
  return quoted || mustQuote ? `"${text.replaceAll('"', '""')}"` : text
}

function read(source: string | Iterable<string>, format: TableFormat) {
  const { form, rows } = readTable(source, format)._unsafeUnwrap()
  const all: TableRow[] = []
  for (const row of rows) all.push(row._unsafeUnwrap())
  return { form, rows: all }
}

function plain(rows: Iterable<ReadRow>) {
  return [...rows].map((row) =>
    row.match<object>(
      (value) => value,
      (failure) => failure,
    ),
  )
}

function inPieces(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  )
}
