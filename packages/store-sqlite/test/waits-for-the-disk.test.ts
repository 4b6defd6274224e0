import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { describe, expect, it } from 'vitest'
import { shopOrder, webhook } from '../../sync/test/world/shop.js'
import { createWorld, workOff } from '../../sync/test/world/world.js'
import type { DatabaseLike } from '../src/database-like.js'
import { temporaryFile } from './temporary-file.js'

/** A store over a file, and how each of its transactions was committed. */
function watched() {
  const database = new DatabaseSync(temporaryFile())
  const commits: string[] = []
  const mode = () => Number(database.prepare('PRAGMA synchronous').get()?.['synchronous'])
  const handle: DatabaseLike = {
    prepare: (sql) => database.prepare(sql),
    close: () => database.close(),
    exec: (sql) => {
      if (sql === 'COMMIT') commits.push(mode() === 2 ? 'waits' : 'goes on')
      database.exec(sql)
    },
  }
  return { store: sqlite(handle), commits, mode }
}

describe('a SQLite file', () => {
  it('waits for the disk where it promises something, and goes on where work is only in hand', async () => {
    const { store, commits, mode } = watched()
    const world = createWorld({ store })
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    expect(new Set(commits)).toEqual(new Set(['waits']))
    await workOff(world)
    expect(new Set(commits)).toEqual(new Set(['waits', 'goes on']))
    // whoever shares the handle keeps what they had
    expect(mode()).toBe(2)
  })

  it('waits always where the tenant has an audit log, whoever opens it', async () => {
    const { store, commits } = watched()
    const first = createWorld({ store, audit: true })
    await first.sync.receive('shop', webhook(shopOrder('1', 1)))
    const second = createWorld({ store, env: first.env })
    await workOff(second)
    expect(commits.length).toBeGreaterThan(5)
    expect(new Set(commits)).toEqual(new Set(['waits']))
  })
})
