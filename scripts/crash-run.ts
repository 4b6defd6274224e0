/**
 * Kills real processes on a SQLite file, and prints what the books of the target systems say.
 *
 * `node scripts/run.mjs scripts/crash-run.ts [--seeds 1,2,3] [--seconds 60] [--speed 1]
 * [--kills-only] [--planted]`; with `--kills-only` no process stands still, and with `--planted` the
 * stores have bugs, each of which must be found.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildProgram } from '../packages/store-sqlite/test/build-program.js'
import { plantedCrashBugs } from '../packages/store-sqlite/test/planted-crash-bugs.js'
import { type CrashRunReport, crashRun } from '../packages/sync/src/testing/crash/index.js'

const KINDS = [
  'lost',
  'duplicated',
  'resent',
  'overlapping',
  'disordered',
  'crossed',
  'unsettled',
  'fallen',
  'unproven',
] as const
const RECOVERED_MS = 20_000
const programs = new URL('../packages/store-sqlite/test/', import.meta.url)

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    seconds: { type: 'string', default: '60' },
    speed: { type: 'string', default: '1' },
    'kills-only': { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
  },
})
const [seconds, speed] = [Number(values.seconds), Number(values.speed)]
const passed = values.planted
  ? await runPlanted()
  : await runSeeds(values.seeds.split(',').map(Number))
process.exitCode = passed ? 0 : 1

async function runSeeds(seeds: readonly number[]): Promise<boolean> {
  const reports: CrashRunReport[] = []
  for (const seed of seeds) {
    const report = await run('crash-program.ts', { seed })
    for (const { kind, message } of report.problems) console.error(`${kind}: ${message}`)
    reports.push(report)
  }
  const head = ['seed', ...reports.map(({ seed }) => seed)]
  const rows: readonly (readonly [string, (report: CrashRunReport) => number])[] = [
    ['processes started', ({ lives }) => lives],
    ['workers killed', ({ killed }) => killed.workers],
    ['senders killed', ({ killed }) => killed.senders],
    ['workers that stood still and woke up', ({ frozen }) => frozen],
    ['facts acknowledged', ({ acknowledged }) => acknowledged],
    ['calls', ({ calls }) => calls],
    ['applied', ({ applied }) => applied],
    ['verified', ({ verified }) => verified],
    ...KINDS.map((kind) => [kind, (report: CrashRunReport) => countOf(report, kind)] as const),
    ['kills of a worker at work', ({ recovery }) => recovery.kills],
    ['ms until its lanes went on, median', ({ recovery }) => recovery.p50Ms],
    ['ms until its lanes went on, longest', ({ recovery }) => recovery.maxMs],
  ]
  const lines = [
    head,
    head.map(() => '---'),
    ...rows.map(([name, of]) => [name, ...reports.map(of)]),
  ]
  console.log(lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'))
  return reports.every(
    ({ problems, recovery }) => problems.length === 0 && recovery.maxMs <= RECOVERED_MS,
  )
}

async function runPlanted(): Promise<boolean> {
  let found = 0
  for (const [bug, kind] of Object.entries(plantedCrashBugs)) {
    const report = await run('planted-crash-program.ts', { seed: 1, bug })
    const count = countOf(report, kind)
    console.log(`a store that ${bug}: ${kind} ${count}`)
    if (count > 0) found++
  }
  return found === Object.keys(plantedCrashBugs).length
}

async function run(
  name: string,
  { seed, bug }: { seed: number; bug?: string },
): Promise<CrashRunReport> {
  const folder = mkdtempSync(join(tmpdir(), 'canonry-crash-'))
  const program = await buildProgram(new URL(name, programs), folder)
  const file = join(folder, 'retail.db')
  const location = bug === undefined ? file : `${bug}@${file}`
  const nodeOptions = ['--no-warnings']
  const freezes = !values['kills-only']
  const report = await crashRun({
    program,
    nodeOptions,
    folder,
    location,
    seed,
    seconds,
    speed,
    freezes,
  })
  if (report.problems.length === 0) rmSync(folder, { recursive: true })
  return report
}

function countOf({ problems }: CrashRunReport, kind: string): number {
  return problems.filter((problem) => problem.kind === kind).length
}
