import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { median } from './statistics.js'

const HERE = fileURLToPath(new URL('../', import.meta.url))
const BUILT = fileURLToPath(new URL('../../sync/dist/index.js', import.meta.url))
const ROUNDS = 21
const IMPORTS = {
  zod: ['zod', 'neverthrow', 'ts-pattern'],
  sync: ['@canonry/sync'],
  'sync and a pack': ['@canonry/sync', '@canonry/pack-shopify'],
}

type Name = keyof typeof IMPORTS

/** Milliseconds in which a fresh process imports built packages and ends, by what it imports. */
export function measureImportCost(): Readonly<Record<Name, number>> {
  if (!existsSync(BUILT)) throw new Error('the packages are not built: npm run build')
  const names = Object.keys(IMPORTS) as Name[]
  const rounds = Array.from({ length: ROUNDS }, () =>
    Object.fromEntries(names.map((name) => [name, importMs(IMPORTS[name])])),
  )
  const entries = names.map((name) => [name, median(rounds.map((round) => round[name] ?? 0))])
  return Object.fromEntries(entries)
}

function importMs(modules: readonly string[]): number {
  const code = modules.map((module) => `import '${module}'`).join(';')
  const start = performance.now()
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: HERE })
  return performance.now() - start
}

/** The cost as a page of text. */
export function printImportCost(cost: Readonly<Record<Name, number>>): string {
  const added = cost['sync and a pack'] - cost.zod
  return [
    '# import',
    '',
    ...Object.entries(cost).map(
      ([name, ms]) => `${name}: ${ms.toFixed(0)} ms, the process included`,
    ),
    '',
    `Target: sync and a pack at most 30 ms above zod, neverthrow and ts-pattern; ${added.toFixed(0)} ms: ${added <= 30 ? 'reached' : 'MISSED'}`,
  ].join('\n')
}
