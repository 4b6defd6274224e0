import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { definePack } from '@canonry/pack'
import { shopify } from '@canonry/pack-shopify'
import { beforeAll, describe, expect, it } from 'vitest'
import { htmlPage } from '../src/docs/html-page.js'
import { markdownPage } from '../src/docs/markdown-page.js'
import { packPage } from '../src/docs/pack-page.js'
import { runCommand } from '../src/index.js'
import { hostile } from './fixtures/hostile-pack.js'

let folder = ''
const written = (file: string) => readFileSync(join(folder, file), 'utf8')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'canonry-docs-'))
  const { exitCode } = await runCommand(['docs', '--out', folder])
  expect(exitCode).toBe(0)
})

describe('canonry docs', () => {
  it('writes a page per pack and format, and says which', async () => {
    expect(readdirSync(folder).sort()).toEqual([
      'netsuite.html',
      'netsuite.md',
      'shopify.html',
      'shopify.md',
      'square.html',
      'square.md',
    ])
    const out = join(folder, 'one')
    const { output } = await runCommand(['docs', 'shopify', '--out', out, '--format', 'md'])
    expect(output).toBe(join(out, 'shopify.md'))
  })

  it("writes pages of a user's own pack", async () => {
    const out = join(folder, 'own')
    const pack = join(import.meta.dirname, 'fixtures/own-pack.ts')
    const { output, exitCode } = await runCommand(['docs', pack, '--out', out])
    expect(exitCode).toBe(0)
    expect(readFileSync(output.split('\n')[0] as string, 'utf8')).toContain('No official')
  })

  it('writes no page over that of another pack', async () => {
    const out = join(folder, 'both')
    const pack = join(import.meta.dirname, 'fixtures/own-pack.ts')
    const again = `${import.meta.dirname}/./fixtures/own-pack.ts`
    const { output, exitCode } = await runCommand(['docs', pack, again, '--out', out])
    expect([exitCode, output]).toEqual([2, expect.stringContaining('--out')])
  })

  it('makes the folders on the way, and says where none can be made', async () => {
    const out = join(folder, 'a', 'b', 'c')
    expect((await runCommand(['docs', 'shopify', '--out', out])).exitCode).toBe(0)
    expect(readdirSync(out)).toHaveLength(2)
    const { output, exitCode } = await runCommand(['docs', 'shopify', '--out', '/proc/no/where'])
    expect(exitCode).toBe(2)
    expect(output).toBe(
      '/proc/no/where/shopify.md cannot be written (ENOENT): name a folder with --out',
    )
  })

  it.each(['netsuite', 'shopify', 'square'])('leads from a field of %s to its words', (system) => {
    for (const section of written(`${system}.md`).split(/^## /m)) {
      const links = [...section.matchAll(/words\]\(#([^)]+)\)/g)].map(([, id]) => id)
      const there = [...section.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id)
      expect(there).toEqual([...new Set(links)])
    }
    const ids = [...written(`${system}.md`).matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id)
    expect(ids).toEqual([...new Set(ids)])
  })

  it.each([
    [['docs', 'nowhere']],
    [['docs', '--format', 'pdf']],
    [['docs', './no-such-pack.js']],
    [['docs', '--wings']],
  ])('explains a command line that it does not understand: %j', async (words) => {
    const { output, exitCode } = await runCommand([...words, '--out', folder].slice(0, 6))
    expect(exitCode).toBe(2)
    expect(output.length).toBeGreaterThan(20)
  })
})

describe('a page', () => {
  it('says what a field means, where it is, how, what is lost, who changes it, how personal it is', () => {
    const page = written('shopify.html')
    const [row = ''] = /<tr id="order-1-shipTo-line1"[\s\S]*?<\/tr>/.exec(page) ?? []
    const said = row.replaceAll('<wbr>', '')
    expect(said).toContain('Street and house number')
    expect(said).toContain('shipping_address.address1')
    expect(said).toContain('orderUpdate')
    expect(said).toContain('>direct<')
    const texts = [
      'not there:</span> fulfilment orders are held, orders are not',
      'whether the number was written as text',
      'e.g. <code>1001</code> is <code>Location 1001</code>',
    ]
    expect(texts.filter((text) => !page.includes(text))).toEqual([])
  })

  it('says what words mean that a vocabulary does not list, and sets it as no word', () => {
    const markdown = written('shopify.md')
    expect(markdown).toContain(
      '| `across` | `across` |\n| `one` | `one` |\n| any other | `unknown` |',
    )
    const html = written('shopify.html')
    expect(html).toContain('<th scope="row">any other</th><td>unknown</td>')
    expect(markdown + html).not.toMatch(/`any other`|<code>any other<\/code>/)
  })

  it('lists closed vocabularies, what is carried, and what is ignored and why', () => {
    const shopify = written('shopify.md')
    const words = ['| `partially_refunded` | `part-refunded` |', '`note_attributes`']
    expect(words.filter((text) => !shopify.includes(text))).toEqual([])
    const why = written('netsuite.md').match(/^\| NetSuite computes it from the lines .*$/m)?.[0]
    expect(why).toContain('`taxTotal`')
    const text = 'who earns a commission is a matter inside the company'
    expect(written('netsuite.html').includes(text)).toBe(true)
  })

  it('begins with the coverage of the official specification', () => {
    const [, coverage = ''] = written('netsuite.md').split('## ')
    expect(coverage).toMatch(/salesOrder@rest` \| NetSuite REST API Browser .* \| 0 \|/)
    const rest = 'No official specification is known of `order@rest`, `inventoryLevel@graphql`.'
    expect(written('shopify.md').includes(rest)).toBe(true)
  })

  it('names what is unmapped', () => {
    const counts = { mapped: 0, preserved: 0, ignored: 0, unmapped: 1 }
    const field = { pointer: '/a/b', state: 'unmapped' as const, by: [], deprecated: 'old <b>' }
    const coverage = { resource: 'order@rest', spec: 's', fields: [field], unknown: [], counts }
    const page = packPage(shopify, [coverage])
    expect(markdownPage(page).includes('Unmapped in `order@rest`: `a.b`.')).toBe(true)
    const entry = '<code>a.b</code> <small>deprecated: old &lt;b&gt;</small>'
    expect(htmlPage(page).includes(entry)).toBe(true)
  })

  it('needs nothing but itself, and every address in it leads somewhere once', () => {
    for (const file of ['shopify.html', 'netsuite.html']) {
      const page = written(file)
      expect(page.match(/\b(?:src|srcset|action)=|@import|url\(|https?:/g)).toBeNull()
      expect(
        page.includes("default-src 'none'") || page.includes('default-src &#39;none&#39;'),
      ).toBe(true)
      const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
      expect(new Set(ids).size).toBe(ids.length)
      const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href)
      for (const href of links) expect(ids).toContain(href.replace(/^#/, ''))
      const labels = [...page.matchAll(/aria-labelledby="([^"]*)"/g)].map(([, id]) => id)
      for (const id of labels) expect(ids).toContain(id)
    }
  })

  it('closes every element that it opens', () => {
    for (const file of ['shopify.html', 'netsuite.html'])
      expect(unclosed(written(file))).toEqual([])
  })

  it('has real tables: a heading for every column and every row', () => {
    const page = written('shopify.html')
    for (const [table] of page.matchAll(/<table[\s\S]*?<\/table>/g)) {
      const columns = table.match(/<th scope="col"/g)?.length ?? 0
      expect(columns).toBeGreaterThan(1)
      for (const [row] of table.matchAll(/<tr(?! ?class="fields")[^>]*>[\s\S]*?<\/tr>/g)) {
        if (row.includes('scope="col"')) continue
        expect(row.match(/<th scope="row"/g)).toHaveLength(1)
        const spans = [...row.matchAll(/colspan="(\d)"/g)].map(([, span]) => Number(span) - 1)
        const cells = (row.match(/<t[hd][ >]/g)?.length ?? 0) + spans.reduce((a, b) => a + b, 0)
        expect(cells).toBe(columns)
      }
    }
  })

  it('takes any text of a mapping as text', () => {
    const page = packPage(hostile, [])
    const shown = htmlPage(page)
    expect(shown.match(/<script>/g)).toHaveLength(1)
    expect(['<img', '\u202e', '\u0000'].filter((text) => shown.includes(text))).toEqual([])
    expect(unclosed(shown)).toEqual([])
    expect(shown).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39; &amp; |')
    const markdown = markdownPage(page)
    expect(markdown.includes('\u202e')).toBe(false)
    for (const line of markdown.split('\n')) {
      const outside = line.replace(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, '')
      expect(outside).not.toMatch(/(?<!\\)<(?:script|img)|(?<!\\)\[x\]/)
    }
    const rows = markdown.split('\n').filter((line) => line.startsWith('|'))
    expect(new Set(rows.slice(0, 3).map((line) => line.split(/(?<!\\)\|/).length)).size).toBe(1)
  })

  it('is written of a pack that maps nothing', () => {
    const empty = definePack({
      system: 'empty',
      versions: ['1'],
      resources: [],
      account: () => 'a',
      connector: () => ({}) as never,
    })
    const page = packPage(empty, [])
    expect(markdownPage(page)).toContain('The pack maps nothing yet.')
    expect(htmlPage(page)).toContain('The pack maps nothing yet.')
    expect(unclosed(htmlPage(page))).toEqual([])
  })
})

const VOID = new Set(['meta', 'input', 'wbr', 'link', 'br'])

/** Elements that are open at the end, or closed in the wrong order. */
function unclosed(page: string): readonly string[] {
  const open: string[] = []
  const body = page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
  for (const [, slash, name = ''] of body.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (VOID.has(name)) continue
    if (slash === '') open.push(name)
    else if (open.pop() !== name) return [...open, `/${name}`]
  }
  return open
}
