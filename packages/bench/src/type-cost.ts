import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const MAPPINGS = 12
const RULES = 160
const ROUNDS = 3

/** What checking the types of mappings costs, beside that of importing the packages alone. */
export interface TypeCost {
  readonly mappings: number
  readonly rules: number
  /** Seconds of checking with the mappings, and without them. */
  readonly seconds: { readonly mappings: number; readonly imports: number }
  readonly instantiations: { readonly mappings: number; readonly imports: number }
}

/**
 * Lets the compiler check made-up mappings, and in turns with them the same imports without any.
 *
 * The fastest round of each counts: whatever else the machine does only makes a round slower.
 */
export function measureTypeCost(): TypeCost {
  const bare = 'export const all = [bool, decimal, from, instant, int, maybe, table, text]'
  const declared = Array.from({ length: MAPPINGS }, (_, index) => declare(index)).join('\n')
  const rounds = Array.from({ length: ROUNDS }, () => ({
    imports: check(bare),
    mappings: check(declared),
  }))
  const fewest = (cost: keyof Checked) => ({
    mappings: Math.min(...rounds.map(({ mappings }) => mappings[cost])),
    imports: Math.min(...rounds.map(({ imports }) => imports[cost])),
  })
  return {
    mappings: MAPPINGS,
    rules: RULES,
    seconds: fewest('seconds'),
    instantiations: fewest('instantiations'),
  }
}

/** The cost as a page of text. */
export function printTypeCost({ mappings, rules, seconds, instantiations }: TypeCost): string {
  const added = seconds.mappings - seconds.imports
  return [
    '# types',
    '',
    `${mappings} mappings of ${rules} rules: ${seconds.mappings.toFixed(2)} s to check, of which ${seconds.imports.toFixed(2)} s are the imports from source.`,
    `They add ${added.toFixed(2)} s and ${instantiations.mappings - instantiations.imports} instantiations.`,
    '',
    `Target: they add at most 2 s: ${added <= 2 ? 'reached' : 'MISSED'}`,
  ].join('\n')
}

const HEAD = `import { bool, decimal, from, instant, int, mapping, maybe, table, text } from '@canonry/mapping'
import { z } from 'zod'
export const imported = [mapping, z]
`

/** A field: its wire schema, its canonical schema, and its rule. */
const KINDS = [
  ['z.string()', 'z.string()', 'from($.NAME, text)'],
  ['z.string().nullish()', 'z.string().optional()', 'maybe($.NAME, text)'],
  ['z.int()', 'z.int()', 'from($.NAME, int)'],
  ['z.boolean()', 'z.boolean()', 'from($.NAME, bool)'],
  ['z.string()', 'z.string()', 'from($.NAME, decimal)'],
  ['z.string()', 'z.string()', 'from($.NAME, instant)'],
  ["z.enum(['A', 'B'])", "z.enum(['a', 'b'])", "from($.NAME, table({ A: 'a', B: 'b' }))"],
  [
    'z.object({ x: z.string().nullable() }).nullish()',
    'z.string().optional()',
    'maybe($.NAME.x, text)',
  ],
] as const

function declare(index: number): string {
  const fields = Array.from({ length: RULES }, (_, at) => {
    const [wire, canonical, rule] = KINDS[at % KINDS.length] as (typeof KINDS)[number]
    return { name: `f${at}`, wire, canonical, rule: rule.replace('NAME', `f${at}`) }
  })
  const shape = (side: 'wire' | 'canonical' | 'rule') =>
    fields.map((field) => `${field.name}: ${field[side]}`).join(', ')
  return `const wire${index} = z.object({ ${shape('wire')} })
const canonical${index} = z.object({ ${shape('canonical')} })
export const mapping${index} = mapping({ system: 's', entity: 'E', wire: wire${index}, canonical: canonical${index}, map: ($) => ({ ${shape('rule')} }) })`
}

interface Checked {
  readonly seconds: number
  readonly instantiations: number
}

function check(code: string): Checked {
  const folder = mkdtempSync(join(ROOT, 'packages/bench/.types-'))
  try {
    writeFileSync(join(folder, 'mappings.ts'), HEAD + code)
    const config = { extends: relative(folder, join(ROOT, 'tsconfig.json')), include: ['*.ts'] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const flags = ['--noEmit', '--extendedDiagnostics', '-p', folder]
    const said = execFileSync(process.execPath, [tsc, ...flags], { encoding: 'utf8' })
    return { seconds: read(said, 'Check time'), instantiations: read(said, 'Instantiations') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function read(said: string, name: string): number {
  const found = new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(said)?.[1]
  if (found === undefined) throw new Error(`the compiler does not say its ${name}:\n${said}`)
  return Number(found)
}
