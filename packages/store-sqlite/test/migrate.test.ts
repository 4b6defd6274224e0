import { DatabaseSync } from 'node:sqlite'
import { type DatabaseLike, sqlite } from '@canonry/store-sqlite'
import { describe, expect, it } from 'vitest'
import { MIGRATIONS } from '../src/schema.js'
import { temporaryFile } from './temporary-file.js'

const question = { kind: 'counters' } as const

function schemaOf(file: string): unknown[] {
  const database = new DatabaseSync(file)
  const rows = database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
  database.close()
  return rows
}

/** A database whose process dies at its n-th statement that changes the schema. */
function dyingAt(file: string, call: number): DatabaseLike & { readonly died: () => boolean } {
  const database = new DatabaseSync(file)
  let calls = 0
  return {
    died: () => calls >= call,
    prepare: (sql) => database.prepare(sql) as never,
    close: () => database.close(),
    exec: (sql) => {
      if (++calls >= call) throw Object.assign(new Error('died'), { code: 'x', errcode: 10 })
      database.exec(sql)
    },
  }
}

describe('the schema', () => {
  it('has its steps numbered from 1', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(
      MIGRATIONS.map((_, index) => index + 1),
    )
  })

  it('is the same wherever a process died while making it', async () => {
    const whole = temporaryFile()
    expect(
      (await sqlite(new DatabaseSync(whole)).open('acme').query<'counters'>(question)).isOk(),
    ).toBe(true)
    for (let call = 1; ; call++) {
      const file = temporaryFile()
      const database = dyingAt(file, call)
      const first = await sqlite(database).open('acme').query<'counters'>(question)
      if (!database.died()) break
      expect(first.isErr()).toBe(true)
      database.close()
      const next = sqlite(new DatabaseSync(file)).open('acme')
      expect((await next.query<'counters'>(question)).isOk()).toBe(true)
      expect(schemaOf(file)).toEqual(schemaOf(whole))
    }
  })

  it.each(['CREATE TABLE fact (id INTEGER)', 'CREATE TABLE migration (id INTEGER)'])(
    'is not made in a file of somebody else: %s',
    async (other) => {
      const file = temporaryFile()
      const database = new DatabaseSync(file)
      database.exec(other)
      database.close()
      const before = schemaOf(file)
      const store = sqlite(file)
      const answer = await store.open('acme').query<'counters'>(question)
      expect((await store.close()).isOk()).toBe(true)
      expect(answer._unsafeUnwrapErr()).toMatchObject({
        kind: 'unavailable',
        message: expect.stringMatching(/not of this package: give the store a file of its own$/),
      })
      expect(schemaOf(file)).toEqual(before)
    },
  )

  it('of a newer version is refused and left alone', async () => {
    const file = temporaryFile()
    expect((await sqlite(file).open('acme').query<'counters'>(question)).isOk()).toBe(true)
    const database = new DatabaseSync(file)
    database.exec("INSERT INTO migration (version, name) VALUES (999, 'later')")
    database.close()
    const answer = await sqlite(file).open('acme').query<'counters'>(question)
    expect(answer.isErr() && answer.error.message).toMatch(/schema 999.*update/)
  })
})
