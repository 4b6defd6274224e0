import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../src/index.js'

const ORDER = 'shopify:order@webhook'
let folder = ''
const at = (name: string) => join(folder, name)
const measure = async (...words: string[]) => {
  const { output, exitCode } = await runCommand(['coverage', ...words, '--json'])
  return { exitCode, output, coverages: exitCode === 2 ? [] : JSON.parse(output) }
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'canonry-coverage-'))
  const write = (name: string, content: unknown) => writeFileSync(at(name), JSON.stringify(content))
  const properties = { name: { type: 'string' }, colour: { type: 'string', deprecated: true } }
  write('schema.json', { title: 'Shop', properties })
  write('api.json', { openapi: '3.1.0', components: { schemas: { Order: { properties } } } })
  write('list.json', { title: 'by hand', fields: ['/name', '/lines/*/colour'] })
  write('nothing.json', { fields: 7 })
  write('odd.json', { title: 'odd', fields: ['/red\u001b[31m\ntwo lines'] })
  write('payload.json', { type: 'order', id: 7 })
  write('defs.json', { $defs: { Order: { properties } } })
  const many = Object.fromEntries(
    Array.from({ length: 40_000 }, (_, index) => [`field${index}`, { type: 'string' }]),
  )
  writeFileSync(at('huge.json.gz'), gzipSync(JSON.stringify({ properties: many })))
  writeFileSync(at('broken.json'), '{"properties":')
})

describe('canonry coverage', () => {
  it.each([['shopify'], ['netsuite']])('finds nothing unmapped in %s', async (system) => {
    const { coverages, exitCode } = await measure(system, '--strict')
    expect(exitCode).toBe(0)
    expect(coverages.length).toBeGreaterThan(0)
    for (const { counts } of coverages) expect(counts).toMatchObject({ unmapped: 0 })
  })

  it('says in a few lines how many fields are accounted for, and how', async () => {
    const { output } = await runCommand(['coverage', 'shopify'])
    expect(output).toMatch(/^order@webhook {2}against Shopify webhooks .*\n {2}mapped +\d+\n/)
    const { output: netsuite } = await runCommand(['coverage', 'netsuite:salesOrder@rest'])
    expect(netsuite).toContain('custcol_canonry_line')
    expect(netsuite).not.toContain('customer@rest')
  })

  it("measures against a user's own specification, of any kind", async () => {
    const schema = await measure(ORDER, '--spec', at('schema.json'))
    expect(schema.coverages).toMatchObject([{ spec: 'Shop', counts: { mapped: 1, unmapped: 1 } }])
    const api = await measure(ORDER, '--spec', at('api.json'), '--type', 'Order')
    expect(api.coverages[0].counts).toEqual(schema.coverages[0].counts)
    const list = await measure(ORDER, '--spec', at('list.json'))
    expect(list.coverages[0].fields).toMatchObject([
      { pointer: '/name', state: 'mapped' },
      { pointer: '/lines', state: 'unmapped' },
    ])
  })

  it('knows the places of a folded document in the one that is sent', async () => {
    writeFileSync(
      at('flat.json'),
      JSON.stringify({ title: 'flat', fields: ['/item/items/*/rate'] }),
    )
    const { coverages } = await measure('netsuite:salesOrder@rest', '--spec', at('flat.json'))
    expect(coverages[0].fields).toMatchObject([{ pointer: '/item/items/*/rate', state: 'mapped' }])
  })

  it('fails over what is unmapped only where it is asked to be strict', async () => {
    const words = [ORDER, '--spec', at('schema.json')]
    expect((await measure(...words)).exitCode).toBe(0)
    expect((await measure(...words, '--strict')).exitCode).toBe(1)
    const { output } = await runCommand(['coverage', ...words])
    expect(output).toContain('/colour  (deprecated: deprecated without a reason)')
  })

  it('takes a huge specification, packed, and shows a person the first of many', async () => {
    const { output } = await runCommand(['coverage', ORDER, '--spec', at('huge.json.gz')])
    expect(output).toContain('unmapped   40000')
    expect(output).toContain('more: --json lists all')
    expect(output.split('\n').length).toBeLessThan(200)
  })

  it('shows odd names of fields on one line each, and no sign that moves the cursor', async () => {
    const { output } = await runCommand(['coverage', ORDER, '--spec', at('odd.json')])
    expect(output).toContain('    /red\ufffd[31m two lines')
    expect(output).not.toContain('\u001b')
  })

  it('takes no specification that describes nothing for one that all is accounted for', async () => {
    const { output, exitCode } = await runCommand(['coverage', ORDER, '--spec', at('defs.json')])
    expect([exitCode, output]).toEqual([2, expect.stringMatching(/no fields.*it defines Order/)])
  })

  it.each([
    [['coverage']],
    [['coverage', 'nowhere']],
    [['coverage', 'shopify:order@fax']],
    [['coverage', 'shopify', 'order']],
    [['coverage', 'shopify', '--spec', 'SCHEMA']],
    [['coverage', ORDER, '--spec', 'MISSING']],
    [['coverage', ORDER, '--spec', 'BROKEN']],
    [['coverage', ORDER, '--spec', 'NOTHING']],
    [['coverage', ORDER, '--spec', 'API']],
    [['coverage', ORDER, '--spec', 'PAYLOAD']],
    [['coverage', ORDER, '--spec', 'API', '--type', 'Shop']],
    [['coverage', 'shopify:order@rest']],
  ])('explains what it cannot do: %j', async (words) => {
    const files: Readonly<Record<string, string>> = {
      SCHEMA: at('schema.json'),
      MISSING: at('missing.json'),
      BROKEN: at('broken.json'),
      NOTHING: at('nothing.json'),
      API: at('api.json'),
      PAYLOAD: at('payload.json'),
    }
    const { output, exitCode } = await runCommand(words.map((word) => files[word] ?? word))
    expect(exitCode).toBe(2)
    expect(output.length).toBeGreaterThan(20)
  })

  it('names the resources of which a specification may be as they are to be typed', async () => {
    const words = ['coverage', 'shopify', '--spec', at('schema.json')]
    expect((await runCommand(words)).output).toContain('shopify:<one of order@webhook, ')
    const pack = join(import.meta.dirname, 'fixtures/two-resources.ts')
    const { output } = await runCommand(['coverage', pack, '--spec', at('schema.json')])
    expect(output).toContain(`${pack}:<one of customer@file, customer@api>`)
  })

  it("measures a user's own pack", async () => {
    const pack = join(import.meta.dirname, 'fixtures/own-pack.ts')
    const { coverages } = await measure(`${pack}:customer@file`, '--spec', at('list.json'))
    expect(coverages).toHaveLength(1)
  })
})
