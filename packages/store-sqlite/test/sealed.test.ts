import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { keyring, type Store, sealedStore } from '@canonry/sync'
import { missingFor, storeConformance } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { keyOf } from '../../sync/test/world/seal.js'
import { shopOrder, webhook } from '../../sync/test/world/shop.js'
import { createWorld, workOff } from '../../sync/test/world/world.js'
import { onFiles } from './sqlite-stores.js'
import { temporaryFile } from './temporary-file.js'

const seal = (store: Store) =>
  sealedStore(store, keyring({ current: 'a', keys: { a: keyOf('a') } }))

/** What lies in the file and in its log after an order came through. */
async function writtenBy(wrap: (store: Store) => Store): Promise<string> {
  const file = temporaryFile()
  const world = createWorld({ store: wrap(sqlite(new DatabaseSync(file))) })
  const customer = { id: 'c', name: 'Nebukadnezar' }
  for (const version of [1, 2]) {
    const order = shopOrder('1', version, { customer, note: 'a very secret note' })
    await world.sync.receive('shop', webhook({ ...order, unmapped: 'a very odd field' } as never))
  }
  await world.sync.receive(
    'shop',
    webhook(shopOrder('2', 1, { customer, total: 'a very odd sum' })),
  )
  await workOff(world)
  expect(world.erpBooks.documents.size).toBe(1)
  const parts = [file, `${file}-wal`].filter((path) => existsSync(path))
  return parts.map((path) => readFileSync(path, 'latin1')).join('')
}

const PERSONAL = ['Nebukadnezar', 'very secret note', 'very odd field', 'very odd sum']

describe('a sealed SQLite file', () => {
  it('has no personal word in it, nor in its log', async () => {
    const sealed = await writtenBy(seal)
    expect(PERSONAL.filter((word) => sealed.includes(word))).toEqual([])
    // the same words would be found
    const plain = await writtenBy((store) => store)
    expect(PERSONAL.filter((word) => plain.includes(word))).toEqual(PERSONAL)
  })
})

// it takes the keys itself that the file keeps
const BELOW = 'keeps with every body the key that it is sealed with'
const store = onFiles(temporaryFile, (file) => seal(sqlite(new DatabaseSync(file))))

describe('a sealed store on a SQLite file', { timeout: 30_000 }, () => {
  for (const each of storeConformance.filter(({ name }) => name !== BELOW)) {
    it(each.name, async ({ skip }) => {
      const missing = await missingFor(each, store)
      if (missing) skip(missing)
      await each.run(store.create, store.reopen)
    })
  }
})
