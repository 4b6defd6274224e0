/**
 * Brings the toolchain and runs one thing on it: the only script that must work on a bare Node 20.
 *
 * `run.mjs <file.ts> […]` runs a program from source, `--test`, `--check`, `--nightly` the suites.
 * Installs when the lockfile is newer than what is installed, and makes sure that the Node 24 of
 * this repository is really there (an install without scripts leaves none, silently).
 */
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const bin = join(root, 'node_modules', '.bin')
const node = join(root, 'node_modules', 'node', 'bin', 'node')
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` }
const [what = '', ...rest] = process.argv.slice(2)

install()
const suites = {
  '--test': [['npx', 'vitest', 'run', '--config', 'vitest.workspace.ts', ...rest]],
  '--check': [
    ['npm', 'run', 'lint'],
    ['npm', 'run', 'typecheck'],
    ['npx', 'vitest', 'run', '--config', 'vitest.workspace.ts'],
    ['npm', 'run', 'docs:check'],
    ['npm', 'run', 'schemas:check'],
    ['npm', 'run', 'build'],
    ['npm', 'run', 'package:check'],
  ],
  '--nightly': [
    [node, '--import', './scripts/source.mjs', 'scripts/property-runs.ts'],
    [node, '--import', './scripts/source.mjs', 'scripts/nightly.ts', ...rest],
    [node, '--import', './scripts/source.mjs', 'scripts/nightly-seeds.ts'],
    [node, '--import', './scripts/source.mjs', 'scripts/soak.ts'],
    [node, '--import', './scripts/source.mjs', 'scripts/crash-run.ts'],
    [node, '--import', './scripts/source.mjs', 'scripts/crash-run.ts', '--planted', '--speed=4'],
    [node, '--import', './scripts/source.mjs', 'scripts/four-workers.ts'],
    [node, '--import', './scripts/source.mjs', 'scripts/large-file.ts'],
    [node, '--import', './scripts/source.mjs', 'scripts/expiry-stays-flat.ts'],
    ['npx', 'stryker', 'run', 'scripts/mutation/kernel.json'],
    ['npx', 'stryker', 'run', 'scripts/mutation/statuses.json'],
  ],
}
const program = [node, '--no-warnings', '--import', './scripts/source.mjs', what, ...rest]
for (const command of suites[what] ?? [program]) run(command)

function install() {
  const lock = join(root, 'package-lock.json')
  const installed = join(root, 'node_modules', '.package-lock.json')
  const fresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs
  if (!fresh) run(['npm', 'install', '--no-audit', '--no-fund', '--loglevel=error'])
  if (!existsSync(node)) run(['npm', 'rebuild', 'node', '--loglevel=error'])
  if (existsSync(node)) return
  console.error(
    'node_modules holds no Node 24: install with scripts allowed for the package "node"',
  )
  process.exit(1)
}

function run([command, ...args]) {
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' })
  if (error) console.error(String(error))
  if (status !== 0) process.exit(status ?? 1)
}
