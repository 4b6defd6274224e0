/**
 * Writes docs/conformance.md: every case of the conformance, run on every store and transport.
 *
 * With `--check` nothing is written and a stale page fails. Needs a PostgreSQL server and nats-server;
 * without them the page is left alone, but in CI.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverIsMissing, testDatabase } from '../packages/store-postgres/test/postgres-server.js'
import { betterIsMissing } from '../packages/store-sqlite/test/better-sqlite3.js'
import { sqliteStores } from '../packages/store-sqlite/test/sqlite-stores.js'
import { memoryStore } from '../packages/sync/src/index.js'
import {
  memoryPlaces,
  reportConformance,
  SHOWN_ELSEWHERE,
  STORE_INVARIANTS,
  type StoreInvariant,
  type StoreUnderTest,
  storeConformance,
} from '../packages/sync/src/testing/index.js'
import { httpPlaces } from '../packages/transport-http/test/http-places.js'
import { natsPlaces } from '../packages/transport-nats/test/nats-places.js'
import {
  serverIsMissing as natsIsMissing,
  startNats,
} from '../packages/transport-nats/test/nats-server.js'
import { keepPage } from './pages/keep-pages.js'
import { transportsSection } from './pages/transports-section.js'

const HEAD = `# Conformance

Stores first, [transports](#transports) behind them.

## Stores

What the core relies on in a store, as \`storeConformance\` of \`@canonry/sync/testing\` has it: I1 to I20 are the invariants, each with the cases that hold it, and behind them stand the cases that belong to none. A case that is skipped names the capability that the store lacks. \`npm run docs:sync\` runs every case and writes this page; beside the cases stand the [comparison with the model, for one tenant and for several that use the same names](../packages/sync/README.md#a-store-of-your-own), and the [crash run](crash-run.md). On PostgreSQL the tests run every case three times: by pg as here, by postgres.js, and as a role that may create, change and drop nothing.
`

const missing = (await serverIsMissing()) ?? natsIsMissing() ?? betterIsMissing()
if (missing) {
  console.warn(`docs/conformance.md was left alone: ${missing}`)
  process.exit()
}
const folder = mkdtempSync(join(tmpdir(), 'canonry-conformance-'))
const database = testDatabase()
let files = 0
const stores: Readonly<Record<string, StoreUnderTest>> = {
  'in memory': { create: memoryStore },
  ...sqliteStores(() => join(folder, `${files++}.db`)),
  PostgreSQL: database,
}
const columns = await Promise.all(Object.values(stores).map(cellsOf))
await database.drop()
rmSync(folder, { recursive: true })
const natsServer = await startNats()
const transports = await transportsSection({
  'in memory': memoryPlaces,
  NATS: natsPlaces(natsServer),
  webhooks: httpPlaces,
})
await natsServer.end()
keepPage('docs/conformance.md', [page(), transports].join('\n'))

async function cellsOf(store: StoreUnderTest): Promise<readonly string[]> {
  const results = await reportConformance(store)
  return results.map(({ kind, why }) => (kind === 'skipped' ? `skipped: ${why}` : kind))
}

function page(): string {
  const names = Object.keys(STORE_INVARIANTS) as StoreInvariant[]
  const table = [
    row(['', 'case', ...Object.keys(stores)]),
    row(['---', '---', ...columns.map(() => '---')]),
    ...names.flatMap(rowsOf),
    ...storeConformance.flatMap((each, index) =>
      each.invariants ? [] : [row(['', each.name, ...cellsAt(index)])],
    ),
  ]
  const sums = columns.map((cells, index) => {
    const [passed, skipped, failed] = ['passed', 'skipped', 'failed'].map(
      (kind) => cells.filter((cell) => cell.startsWith(kind)).length,
    )
    return `- ${Object.keys(stores)[index]}: ${passed} passed, ${skipped} skipped, ${failed} failed`
  })
  return [HEAD, `${sums.join('\n')}\n`, `${table.join('\n')}\n`].join('\n')
}

function rowsOf(name: StoreInvariant): readonly string[] {
  const head = row([name, `**${STORE_INVARIANTS[name]}**`, ...columns.map(() => '')])
  const elsewhere = SHOWN_ELSEWHERE[name]
  const cases = storeConformance.flatMap((each, index) =>
    each.invariants?.includes(name) ? [row(['', each.name, ...cellsAt(index)])] : [],
  )
  return [head, ...cases, ...(elsewhere ? [row(['', elsewhere, ...columns.map(() => '–')])] : [])]
}

function cellsAt(index: number): readonly string[] {
  return columns.map((cells) => cells[index] ?? '')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
