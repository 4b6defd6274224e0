/**
 * Four workers on a PostgreSQL server of their own, which crashes in the middle: killed every two
 * seconds or so, standing still and waking up as zombies, and brought to a next version with another
 * schema, one by one. Prints what the books of the target systems say, and what the database says.
 *
 * `node scripts/run.mjs scripts/four-workers.ts [--seeds 1,2,3] [--seconds 120] [--speed 1]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fourWorkers } from '../packages/store-postgres/test/four-workers.js'
import { binariesAreMissing, startOwnServer } from '../packages/store-postgres/test/own-server.js'

type Run = Awaited<ReturnType<typeof fourWorkers>>

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    seconds: { type: 'string', default: '120' },
    speed: { type: 'string', default: '1' },
  },
})

const RECOVERED_MS = 20_000
const ROWS: readonly (readonly [string, (run: Run) => number])[] = [
  ['processes started', ({ report }) => report.lives],
  ['workers killed', ({ report }) => report.killed.workers],
  ['senders killed', ({ report }) => report.killed.senders],
  ['workers that stood still and woke up', ({ report }) => report.frozen],
  ['processes of the next version', ({ report }) => report.upgraded],
  ['of the version before, started beside them', ({ report }) => report.behind],
  ['crashes of the server', ({ restarts }) => restarts],
  ['version of the schema in the end', ({ books }) => books.schema],
  ['facts acknowledged', ({ report }) => report.acknowledged],
  ['calls', ({ report }) => report.calls],
  ['applied', ({ report }) => report.applied],
  ['verified', ({ report }) => report.verified],
  ['problems of all kinds', ({ report }) => report.problems.length],
  ['lost, by the database', ({ books }) => books.lost],
  ['double, by the database', ({ books }) => books.double],
  ['inversions, by the database', ({ books }) => books.inversions],
  ['left to do or to people', ({ books }) => books.left],
  ['kills of a worker at work', ({ report }) => report.recovery.kills],
  ['ms until its lanes went on, median', ({ report }) => report.recovery.p50Ms],
  ['ms until its lanes went on, longest', ({ report }) => report.recovery.maxMs],
]

const missing = binariesAreMissing()
if (missing) throw new Error(missing)
const runs: Run[] = []
for (const seed of values.seeds.split(',').map(Number)) runs.push(await runSeed(seed))
const lines = [
  ['seed', ...runs.map(({ report }) => report.seed)],
  ['---', ...runs.map(() => '---')],
  ...ROWS.map(([name, of]) => [name, ...runs.map(of)]),
]
console.log(lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'))
process.exitCode = runs.every(isKept) ? 0 : 1

async function runSeed(seed: number): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'canonry-crash-'))
  const server = await startOwnServer()
  try {
    const [seconds, speed] = [Number(values.seconds), Number(values.speed)]
    const run = await fourWorkers(server, { folder, seed, seconds, speed })
    for (const { kind, message } of run.report.problems) console.error(`${kind}: ${message}`)
    if (isKept(run)) rmSync(folder, { recursive: true })
    return run
  } finally {
    await server.drop()
  }
}

function isKept({ report, books }: Run): boolean {
  const { lost, double, inversions, left } = books
  return (
    report.problems.length + lost + double + inversions + left === 0 &&
    report.recovery.maxMs <= RECOVERED_MS
  )
}
