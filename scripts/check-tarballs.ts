/**
 * Installs the packed packages into an empty project and imports every entry, under Node 20 and 24.
 *
 * Catches what only users would see: a file that is not packed, a dependency that is not declared,
 * syntax that the oldest supported Node does not know.
 */
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const project = mkdtempSync(join(tmpdir(), 'canonry-tarballs-'))
const names = readdirSync('packages')
const manifests = names.map((name) =>
  JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8')),
)
const published = manifests.filter((manifest) => manifest.private !== true)
const pinned = JSON.parse(readFileSync('package.json', 'utf8')).devDependencies

try {
  npm(
    process.cwd(),
    'pack',
    '--silent',
    '--pack-destination',
    project,
    ...published.flatMap(({ name }) => ['-w', name]),
  )
  const tarballs = readdirSync(project).map((file) => `./${file}`)
  writeFileSync(
    join(project, 'package.json'),
    '{"private":true,"type":"module","allowScripts":{"node":true,"node20":true}}',
  )
  const peers = ['zod', 'neverthrow', 'fast-check', '@photostructure/sqlite'].map(
    (name) => `${name}@${pinned[name]}`,
  )
  npm(
    project,
    'install',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...tarballs,
    ...peers,
    'node20@npm:node@20.20.2',
  )
  copyFileSync('scripts/import-all.mjs', join(project, 'import-all.mjs'))
  const entries = published.flatMap(({ name, exports }) =>
    Object.keys(exports)
      .filter((key) => !key.endsWith('.json'))
      .map((key) => name + key.slice(1)),
  )
  const unlicensed = published.filter(
    ({ name }) => !existsSync(join(project, 'node_modules', name, 'LICENSE')),
  )
  if (unlicensed.length > 0) {
    throw new Error(`no LICENSE is packed with ${unlicensed.map(({ name }) => name).join(', ')}`)
  }
  for (const node of [join(project, 'node_modules/node20/bin/node'), process.execPath]) {
    execFileSync(node, ['import-all.mjs', ...entries], { cwd: project, stdio: 'inherit' })
  }
} finally {
  rmSync(project, { recursive: true, force: true })
}

function npm(cwd: string, ...args: string[]): void {
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
}
