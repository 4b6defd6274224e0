import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode, encode, normalise, sameValue } from '@canonry/mapping'
import { mappingLaws } from '@canonry/mapping/testing'
import { readXml, writeXml } from '@canonry/mapping/xml'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { PosLog, receiptMapping } from './poslog.js'

const anything = z.object({})
const Order = z.object({
  Order: z.object({
    '@version': z.string().optional(),
    Id: z.string(),
    Total: z.string().optional(),
    'Total@currency': z.string().optional(),
    Note: z.object({ '#text': z.string() }).optional(),
    Line: z.array(z.object({ Sku: z.string(), Tag: z.array(z.string()).optional() })).optional(),
  }),
})
const context = { zone: 'America/Los_Angeles' }

describe('an XML document', () => {
  it('is the document that the schema describes', () => {
    const text = `<?xml version="1.0"?>
      <Order version="2" xmlns:x="urn:x">
        <Id>7</Id>
        <Total currency="EUR">1.50</Total>
        <Note lang="en">for &quot;me&quot; &amp; <![CDATA[<you>]]></Note>
        <Line><Sku>A</Sku><Tag>new</Tag></Line>
        <x:Seen by="1"/>
        <x:Seen>twice</x:Seen>
      </Order>`
    expect(read(text, Order)).toEqual({
      Order: {
        '@version': '2',
        '@xmlns:x': 'urn:x',
        Id: '7',
        Total: '1.50',
        'Total@currency': 'EUR',
        Note: { '@lang': 'en', '#text': 'for "me" & <you>' },
        Line: [{ Sku: 'A', Tag: ['new'] }],
        'x:Seen': [{ '@by': '1' }, 'twice'],
      },
    })
  })

  it('has a list where the schema says so, however many there are', () => {
    const lines = (count: number) =>
      `<Order><Id/>${'<Line><Sku>A</Sku></Line>'.repeat(count)}</Order>`
    expect(read(lines(1), Order)).toEqual({ Order: { Id: '', Line: [{ Sku: 'A' }] } })
    expect(read(lines(2), Order)).toHaveProperty('Order.Line.length', 2)
    expect(read(lines(0), Order)).toEqual({ Order: { Id: '' } })
  })

  it('keeps what the schema does not expect, for the mapping to refuse', () => {
    expect(read('<Order><Id><Deep/></Id><Id>2</Id></Order>', Order)).toEqual({
      Order: { Id: [{ Deep: '' }, '2'] },
    })
  })

  it('has no layout, but every space of a text', () => {
    expect(read('<a> <b> x </b>\n\t<c>\r\n</c> </a>', anything)).toEqual({
      a: { b: ' x ', c: '\n' },
    })
  })

  it('is written in the order of the schema', () => {
    const document = {
      Order: { Unknown: 'u', Line: [{ Sku: 'A' }], 'Total@currency': 'EUR', Total: '1', Id: '7' },
    }
    expect(writeXml(document, Order)._unsafeUnwrap()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<Order><Id>7</Id><Total currency="EUR">1</Total><Line><Sku>A</Sku></Line><Unknown>u</Unknown></Order>\n',
    )
  })

  it('leaves out an attribute whose element is not there', () => {
    const document = { Order: { Id: '7', 'Total@currency': 'EUR' } }
    expect(writeXml(document, Order)._unsafeUnwrap()).toContain('<Order><Id>7</Id></Order>')
  })

  it('keeps names of prototypes to itself', () => {
    const text = '<a><__proto__ polluted="1"/><constructor>x</constructor></a>'
    const document = read(text, anything)
    expect(Object.keys(document['a'] ?? {})).toEqual(['__proto__', 'constructor'])
    expect({}).not.toHaveProperty('@polluted')
    expect(written(document, anything)).toContain(text)
  })
})

describe('XML that is not read', () => {
  it.each([
    [
      'a document type',
      '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
      { kind: 'document-type', line: 1 },
    ],
    [
      'a document type elsewhere',
      '\n<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
      { kind: 'document-type', line: 2 },
    ],
    [
      'an entity that XML does not have',
      '<a>&nbsp;</a>',
      { kind: 'not-xml', message: 'undefined entity' },
    ],
    ['the name of something inherited', '<a>&constructor;</a>', { kind: 'not-xml' }],
    ['an end that does not fit', '<a>\n<b></a>', { kind: 'not-xml', line: 2 }],
    ['an attribute twice', '<a b="1" b="2"/>', { kind: 'not-xml', message: 'duplicate attribute' }],
    ['two roots', '<a/><b/>', { kind: 'not-xml' }],
    ['nothing', '', { kind: 'not-xml' }],
    ['text alone', 'secret', { kind: 'not-xml' }],
    ['a character that XML does not have', '<a>\u0001</a>', { kind: 'not-xml' }],
    ['half a surrogate pair', '<a>\n<?\ud800', { kind: 'not-xml', line: 2, column: 2 }],
    ['65 levels', '<a>'.repeat(65) + '</a>'.repeat(65), { kind: 'too-deep', depth: 64 }],
    [
      'more than 5 MiB',
      `<a>${'x'.repeat(5 * 1024 * 1024)}</a>`,
      { kind: 'too-large', limit: 5 * 1024 * 1024 },
    ],
  ])('is told why: %s', (_, text, failure) => {
    expect(readXml(text, anything)._unsafeUnwrapErr()).toMatchObject(failure)
  })

  it('is never quoted', () => {
    for (const text of [
      '<secret>',
      '<a></secret>',
      '<a secret="1" secret="2"/>',
      '<a>&secret;</a>',
      '<?secret',
      '<a secret=1/>',
    ]) {
      expect(JSON.stringify(readXml(text, anything)._unsafeUnwrapErr())).not.toContain('secret')
    }
  })

  it('is any text at all, without a throw', () => {
    const parts = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      'a',
      '"',
      '=',
      '&',
      ';',
      '#',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?',
      '?>',
      '<!DOCTYPE',
      ' ',
      '\u0000',
      '\ud800',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 20 }), (found) => {
        const text = found.join('')
        const document = readXml(text, anything)
        if (document.isOk()) provesRoundTrip(text, anything)
      }),
      { numRuns: 3000 },
    )
  })

  it('is read no further than its first mistake', () => {
    const told = vi.spyOn(SaxesParser.prototype, 'fail')
    for (const mistakes of ['<'.repeat(1_000), '<a>'.repeat(1_000), `<a>${'&x;'.repeat(1_000)}`]) {
      told.mockClear()
      expect(readXml(mistakes, anything).isErr()).toBe(true)
      expect(told.mock.calls.length).toBeLessThanOrEqual(1)
    }
  })

  it('may be 64 levels deep, and in that depth comes back', () => {
    provesRoundTrip('<a>'.repeat(64) + '</a>'.repeat(64), anything)
  })
})

describe('documents that XML cannot say', () => {
  const looped: Record<string, unknown> = {}
  looped['a'] = looped
  it.each([
    ['no root', {}, 'not-one-root', ''],
    ['two roots', { a: '', b: '' }, 'not-one-root', ''],
    ['a list at the root', { a: ['x'] }, 'not-one-root', ''],
    ['no document', 'x', 'not-one-root', ''],
    ['a number', { a: { b: 1 } }, 'not-text', '/a/b'],
    ['null', { a: { b: [null] } }, 'not-text', '/a/b/0'],
    ['an attribute that is none', { a: { '@b': true } }, 'not-text', '/a/@b'],
    ['a name that is none', { a: { 'b c': 'x' } }, 'not-a-name', '/a/b c'],
    ['a name that would close the element', { a: { 'b/><c': 'x' } }, 'not-a-name', '/a/b~1><c'],
    ['an attribute name that is none', { a: { '@b="1" c': 'x' } }, 'not-a-name', '/a/@b="1" c'],
    ['a control character', { a: 'x\u0000' }, 'unwritable-character', '/a'],
    ['half a surrogate pair', { a: { '@b': '\ud800' } }, 'unwritable-character', '/a/@b'],
    ['what contains itself', looped, 'too-deep', '/a'.repeat(65)],
  ])('are refused: %s', (_, document, kind, at) => {
    expect(writeXml(document, anything)._unsafeUnwrapErr()).toEqual({ kind, at })
  })
})

describe('any document', () => {
  const name = fc.constantFrom(
    'a',
    'b',
    'x:c',
    'Line',
    'Tag',
    'Sku',
    'Total',
    'Id',
    '__proto__',
    'ä-1',
  )
  const characters = fc.constantFrom(
    'x',
    ' ',
    '&',
    '<',
    '>',
    '"',
    "'",
    ']]>',
    '\r',
    '\n',
    '\t',
    '\u{1f600}',
    'é',
  )
  const content = fc.array(characters, { maxLength: 4 }).map((found) => found.join(''))
  const attributes = fc
    .uniqueArray(fc.tuple(name, content), { maxLength: 2, selector: ([key]) => key })
    .map((found) => found.map(([key, value]) => ` ${key}="${escaped(value)}"`).join(''))
  const elementOf = (inner: fc.Arbitrary<string>) =>
    fc
      .tuple(name, attributes, content, fc.array(inner, { maxLength: 3 }))
      .map(
        ([tag, said, text, children]) =>
          `<${tag}${said}>${escaped(text)}${children.join('')}</${tag}>`,
      )
  const element = elementOf(elementOf(elementOf(fc.constant(''))))

  it('that was read is read again from what was written', () => {
    const root = element.map((inner) => `<Order>${inner}</Order>`)
    fc.assert(
      fc.property(root, fc.constantFrom(anything, Order), (text, schema) =>
        provesRoundTrip(text, schema),
      ),
      { numRuns: 1000 },
    )
  })
})

const corpus = join(import.meta.dirname, '../../../../shared/corpus')
const isThere = existsSync(corpus) || process.env['CI'] === 'true'

describe.skipIf(!isThere)('XML as recorded (needs the corpus)', () => {
  const recorded = isThere ? globSync('**/*.xml', { cwd: corpus }).sort() : []

  it('is 112 documents: logs of tills, SOAP and feeds', () => {
    expect(recorded).toHaveLength(112)
  })

  it.each(recorded)('comes back equal: %s', (file) => {
    provesRoundTrip(readFileSync(join(corpus, file), 'utf8'), anything)
  })

  const receipts = recorded
    .map((file) => readFileSync(join(corpus, file), 'utf8'))
    .filter((text) => text.includes('<RetailTransaction'))

  const documents = receipts.map((text) => read(text, PosLog))
  const normal = (document: unknown) => normalise(receiptMapping, document)

  it('has 35 receipts, which are mapped and written back equal in normal form', () => {
    expect(documents).toHaveLength(35)
    for (const document of documents) {
      const { entity, residue } = decode(receiptMapping, document, context)._unsafeUnwrap()
      const back = encode(receiptMapping, entity, { context, residue })._unsafeUnwrap()
      const again = read(written(back, PosLog), PosLog)
      expect(sameValue(normal(again), normal(document))).toBe(true)
    }
  })

  const subject = { mapping: receiptMapping, context, wire: documents, runs: 50 }
  it.each(mappingLaws)('has a mapping that keeps $name', ({ run }) => run(subject))
})

describe('a receipt of one line', () => {
  const text =
    '<POSLog><Transaction><RetailStoreID>9</RetailStoreID><SequenceNumber>63</SequenceNumber>' +
    '<BusinessDayDate>2026-11-24</BusinessDayDate><EndDateTime>2026-11-25T00:15:00</EndDateTime>' +
    '<CurrencyCode>USD</CurrencyCode><RetailTransaction Version="2.1"><LineItem VoidFlag="true">' +
    '<SequenceNumber>1</SequenceNumber><Sale ItemType="Stock"><ItemID>0042</ItemID><Quantity>1.0</Quantity></Sale>' +
    '</LineItem><Total TotalType="TransactionGrossAmount">1.50</Total></RetailTransaction></Transaction></POSLog>'

  it('is mapped through its elements, attributes and texts', () => {
    const { entity } = decode(receiptMapping, read(text, PosLog), context)._unsafeUnwrap()
    expect(entity).toEqual({
      store: '9',
      number: '63',
      day: '2026-11-24',
      endedAt: '2026-11-25T00:15:00-08:00',
      currency: 'USD',
      lines: [{ number: 1, item: '0042', quantity: '1' }],
      totals: [{ kind: 'gross', amount: '1.5' }],
    })
  })

  it('keeps what no rule reads when it changes', () => {
    const document = read(text, PosLog)
    const { entity, residue } = decode(receiptMapping, document, context)._unsafeUnwrap()
    const changed = { ...entity, totals: [{ kind: 'gross' as const, amount: '2' }] }
    const back = encode(receiptMapping, changed, { context, residue })._unsafeUnwrap()
    expect(written(back, PosLog)).toContain(text.replace('>1.0<', '>1<').replace('>1.50<', '>2<'))
  })
})

function provesRoundTrip(text: string, schema: z.ZodObject): void {
  const document = read(text, schema)
  expect(sameValue(read(written(document, schema), schema), document)).toBe(true)
}

function read(text: string, schema: z.ZodObject) {
  return readXml(text, schema)._unsafeUnwrap()
}

function written(document: unknown, schema: z.ZodObject): string {
  return writeXml(document, schema)._unsafeUnwrap()
}

function escaped(text: string): string {
  return text.replace(/[&<>"\r\n\t]/g, (character) => `&#${character.codePointAt(0)};`)
}
