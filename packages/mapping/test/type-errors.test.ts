import { fileURLToPath } from 'node:url'
import ts from 'typescript-6'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const file = `${root}packages/mapping/test/virtual-mappings.ts`

const head = `
import { constant, decimal, each, eachEntry, from, group, int, mapping, maybe, moneyIn, needs, table, text } from '@canonry/mapping'
import { z } from 'zod'
const Item = z.object({ sku: z.string(), price: z.string() })
const Wire = z.object({ name: z.string(), note: z.string().nullable(), size: z.enum(['S', 'L']), count: z.int(), lines: z.array(Item), more: z.array(Item).optional() })
const Line = z.object({ sku: z.string(), price: z.string() })
const Entity = z.object({ title: z.string(), remark: z.string().optional(), size: z.enum(['small', 'large']), amount: z.int() })
const line = mapping({ system: 'test', entity: 'Line', wire: Item, canonical: Line, needs: needs<{ currency: string }>(), map: ($) => ({ sku: from($.sku, text), price: from($.price, decimal) }) })
const whole = { system: 'test', entity: 'Whole', wire: Wire, canonical: Entity }
const listed = { system: 'test', entity: 'Listed', wire: Wire, canonical: z.object({ lines: z.array(Line) }) }
`

/** What is wrong, and the words that an author must find in the error. */
const mistakes: readonly (readonly [what: string, code: string, ...words: string[]])[] = [
  [
    'a canonical field without a rule',
    `mapping({ ...whole, map: ($) => ({ title: from($.name, text), remark: maybe($.note, text), size: from($.size, table({ S: 'small', L: 'large' })) }) })`,
    'amount',
  ],
  [
    'a wire field that does not exist',
    `mapping({ ...whole, map: ($) => ({ title: from($.titel, text), remark: maybe($.note, text), size: from($.size, table({ S: 'small', L: 'large' })), amount: from($.count, int) }) })`,
    'titel',
  ],
  [
    'a word of the wire that the table does not list',
    `mapping({ ...whole, map: ($) => ({ title: from($.name, text), remark: maybe($.note, text), size: from($.size, table({ S: 'small' })), amount: from($.count, int) }) })`,
    'L',
  ],
  [
    'a word outside the canonical vocabulary',
    `mapping({ ...whole, map: ($) => ({ title: from($.name, text), remark: maybe($.note, text), size: from($.size, table({ S: 'small', L: 'huge' })), amount: from($.count, int) }) })`,
    'size',
    'huge',
  ],
  [
    'a nullable field that nobody handles',
    `mapping({ ...whole, map: ($) => ({ title: from($.note, text), remark: maybe($.note, text), size: from($.size, table({ S: 'small', L: 'large' })), amount: from($.count, int) }) })`,
    'null',
  ],
  [
    'an optional value where the entity needs one',
    `mapping({ ...whole, map: ($) => ({ title: maybe($.note, text), remark: maybe($.note, text), size: from($.size, table({ S: 'small', L: 'large' })), amount: from($.count, int) }) })`,
    'title',
    'undefined',
  ],
  [
    'a context that nobody provides',
    `mapping({ ...listed, map: ($) => ({ lines: each($.lines, line, ({ sku }) => sku) }) })`,
    'lines',
    'currency',
  ],
  [
    'a context that is provided twice',
    `mapping({ ...listed, needs: needs<{ currency: string }>(), context: ($) => ({ currency: $.name }), map: ($) => ({ lines: each($.lines, line, ({ sku }) => sku) }) })`,
    'currency',
    'already provided from outside',
  ],
  [
    'a list that may be missing',
    `mapping({ ...listed, context: ($) => ({ currency: $.name }), map: ($) => ({ lines: each($.more, line, ({ sku }) => sku) }) })`,
    'absent',
  ],
  [
    'a leaf that reads another sort of value',
    `mapping({ ...whole, map: ($) => ({ title: from($.name, text), remark: maybe($.note, text), size: from($.size, table({ S: 'small', L: 'large' })), amount: from($.name, int) }) })`,
    "property 'decode'",
    "'string' is not assignable to type 'number'",
  ],
  [
    'a leaf that makes another sort of value',
    `mapping({ ...whole, map: ($) => ({ title: from($.count, int), remark: maybe($.note, text), size: from($.size, table({ S: 'small', L: 'large' })), amount: from($.count, int) }) })`,
    'title',
    "'number' is not assignable to type 'string'",
  ],
  [
    'a leaf of a group that does not fit',
    `mapping({ ...whole, map: ($) => ({ title: group({ n: [$.count, text] }, { doc: 'n', get: ({ n }) => n, put: (n) => ({ n }) }), remark: maybe($.note, text), size: from($.size, table({ S: 'small', L: 'large' })), amount: from($.count, int) }) })`,
    'text',
    "'number' is not assignable to type 'string'",
  ],
  [
    'a leaf of a group whose context nobody provides',
    `mapping({ ...whole, canonical: z.object({ price: z.object({ amount: z.string(), currency: z.string() }) }), map: ($) => ({ price: group({ n: [$.name, moneyIn(decimal)] }, { doc: 'n', get: ({ n }) => n, put: (n) => ({ n }) }) }) })`,
    'moneyIn',
    "'currency' is missing",
  ],
  [
    'a write of what the mapping fixes',
    `mapping({ ...whole, map: ($) => ({ title: constant('T', { write: 'rename' }), remark: maybe($.note, text), size: from($.size, table({ S: 'small', L: 'large' })), amount: from($.count, int) }) })`,
    "{ write: 'rename' }",
    'Expected 1 arguments',
  ],
]

const options: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent(
    ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config,
    ts.sys,
    root,
  ).options,
  noEmit: true,
}

/** The errors of each mistake, all checked in one program. */
function errorsOf(): ReadonlyMap<string, string> {
  const lines = mistakes.map(([, code]) => code)
  const text = `${head}${lines.join('\n')}\n`
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => name === file || fileExists.call(host, name)
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022)
      : getSourceFile.call(host, name, ...rest)
  const program = ts.createProgram([file], options, host)
  const source = program.getSourceFile(file)
  const first = head.split('\n').length - 1
  const found = new Map<string, string>()
  for (const diagnostic of program.getSemanticDiagnostics(source)) {
    const { start = 0, length = 0, messageText, relatedInformation = [] } = diagnostic
    const { line } = (source as ts.SourceFile).getLineAndCharacterOfPosition(start)
    const [what] = mistakes[line - first] ?? ['the head of the file']
    const related = relatedInformation.map((each) => each.messageText)
    const said = [messageText, ...related].map((each) =>
      ts.flattenDiagnosticMessageText(each, '\n'),
    )
    // an editor underlines the place and shows the message over it
    const underlined = text.slice(start, start + length)
    found.set(what, [found.get(what), underlined, ...said].join('\n'))
  }
  return found
}

describe('what an editor shows of a wrong mapping', { timeout: 60_000 }, () => {
  const found = errorsOf()

  it('is nothing where nothing is wrong', () => {
    expect(found.get('the head of the file')).toBeUndefined()
  })

  it.each(mistakes)('names the place of %s', (what, _, ...words) => {
    const said = found.get(what)
    expect(said).toBeDefined()
    for (const word of words) expect(said).toContain(word)
  })

  it.each(mistakes)('speaks of nothing but %s', (what) => {
    // advice of the compiler that leads away from the mistake
    expect(found.get(what)).not.toMatch(/Consider adding|lossless|type 'never'/)
  })
})
