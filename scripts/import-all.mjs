/** Runs inside a project that installed the tarballs: imports every entry named on the command line. */
import assert from 'node:assert/strict'

for (const entry of process.argv.slice(2)) {
  const exported = Object.keys(await import(entry))
  assert.ok(exported.length > 0, `${entry} exports nothing`)
}

const { sqlite } = await import('@canonry/store-sqlite')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 13)) {
  assert.throws(() => sqlite('never-opened.db'), /@photostructure\/sqlite/)
}
const { DatabaseSync } = await import('@photostructure/sqlite')
const store = sqlite(new DatabaseSync(':memory:'))
const counters = await store.open('acme').query({ kind: 'counters' })
assert.deepEqual(counters._unsafeUnwrap(), {})
await store.close()

console.log(`node ${process.version}: ${process.argv.length - 2} entries import`)
