/** Fails when a package leaves its layer, misses what every package has, or hides ambient input. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// what each room may import; packs, stores and transports share the row of their kind
const LAYERS: Record<string, readonly string[]> = {
  model: [],
  mapping: ['model'],
  pack: ['model', 'mapping'],
  sync: ['model', 'pack'],
  'stock-ledger': ['model', 'mapping', 'pack'],
  flows: ['model', 'stock-ledger', 'sync'],
  'pack-': ['model', 'mapping', 'pack'],
  'store-': ['sync'],
  'transport-': ['pack', 'sync'],
  telemetry: ['sync'],
  console: ['sync', 'telemetry'],
}
// core code takes time, chance and the network from Env, which has one home
const AMBIENT = /\b(Date\.now|Math\.random|setTimeout|setInterval|new Date\(\)|globalThis\.fetch)\b/
const ENV_HOME = 'packages/pack/src/env.ts'
const problems: string[] = []

for (const name of readdirSync('packages')) {
  const folder = join('packages', name)
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies }))
    checkLayer(name, dependency)
  if (peerDependencies['@canonry/model']) problems.push(`${folder}: an internal peer dependency`)
  for (const needed of ['README.md', 'src/index.ts', 'test']) {
    if (!existsSync(join(folder, needed))) problems.push(`${folder} has no ${needed}`)
  }
}
for (const file of globSync('packages/*/src/**/*.ts')) checkSource(file, readFileSync(file, 'utf8'))
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1

function checkLayer(name: string, dependency: string): void {
  const allowed = LAYERS[name] ?? LAYERS[`${name.split('-')[0]}-`]
  const layer = dependency.replace('@canonry/', '')
  if (!dependency.startsWith('@canonry/') || !allowed || allowed.includes(layer)) return
  problems.push(`packages/${name} imports ${dependency}, which is not below it`)
}

function checkSource(file: string, text: string): void {
  if (/^export \*/m.test(text)) problems.push(`${file}: export * hides what is public`)
  if (/\/(utils|helpers|common|types)\//.test(file))
    problems.push(`${file}: name the folder after its domain`)
  const place = AMBIENT.exec(text)
  if (place && file !== ENV_HOME && !file.includes('/bin.ts'))
    problems.push(`${file}: ${place[0]} must come from Env`)
}
