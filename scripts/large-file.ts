/** A nightly proof: a file of 50 MB goes into the journal, and the memory in use stays flat. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ndjson, staticCredentials } from '@canonry/pack'
import { sqlite } from '@canonry/store-sqlite'
import { createSync } from '@canonry/sync'
import { shop, shopOrder } from '../packages/sync/test/world/shop.js'

const BYTES = 50_000_000
const HEAP_BOUND = 150_000_000
const LINES = 50
const note = 'x'.repeat(900)
const folder = mkdtempSync(join(tmpdir(), 'canonry-file-'))
let peak = 0

async function* generated(): AsyncGenerator<Uint8Array> {
  let id = 0
  for (let sent = 0; sent < BYTES; ) {
    const lines = Array.from({ length: LINES }, () =>
      JSON.stringify(shopOrder(`${id++}`, 1, { note })),
    )
    const chunk = new TextEncoder().encode(`${lines.join('\n')}\n`)
    sent += chunk.length
    peak = Math.max(peak, process.memoryUsage().heapUsed)
    yield chunk
  }
}

const sync = createSync({
  tenant: 'acme',
  store: sqlite(join(folder, 'retail.db')),
  credentials: staticCredentials({}),
  connections: [shop()],
  flows: [],
})
const file = { name: 'large', resource: 'order@rest', format: ndjson, key: '/id' }
const { records, accepted, size } = await sync.ingestFile('shop', { ...file, stream: generated() })
await sync.close()
rmSync(folder, { recursive: true })
const passed = records === accepted && size >= BYTES && peak < HEAP_BOUND
console.log(`${accepted} of ${records} records, at most ${Math.round(peak / 1e6)} MB of heap`)
process.exit(passed ? 0 : 1)
