import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { sqlite } from '@canonry/store-sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { factOf } from '../../sync/src/testing/conformance/bench.js'
import { temporaryFile } from './temporary-file.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const program = fileURLToPath(new URL('./other-process.ts', import.meta.url))
const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** Starts the other process, and answers once it has said that it is ready. */
async function other(...given: string[]): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', './scripts/source.mjs', program, ...given],
    { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  children.push(child)
  await once(child.stdout as NodeJS.ReadableStream, 'data')
  return child
}

async function gone(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

describe('several processes on one file', () => {
  it('receive at the same time without losing, doubling or reordering anything', async () => {
    const file = temporaryFile()
    const store = sqlite(file).open('acme')
    const child = await other('append', file, '200')
    const ended = once(child, 'exit')
    child.stdin?.end('go')
    for (let index = 0; index < 200; index++) {
      const facts = [factOf({ hash: `here-${index}`, shard: index % 2 })]
      expect((await store.append({ now: Date.now(), facts, counts: {} })).isOk()).toBe(true)
    }
    expect((await ended)[0]).toBe(0)
    const read = await store.read({ limit: 1_000, bytes: 1_000_000 })
    const facts = read.unwrapOr([])
    expect(new Set(facts.map(({ hash }) => hash)).size).toBe(400)
    for (const shard of [0, 1]) {
      const seqs = facts.filter((fact) => fact.shard === shard).map(({ seq }) => seq)
      expect(seqs).toEqual(Array.from(seqs, (_, index) => index + 1))
    }
  })

  it('never work at the same time; the place of one that was killed is free at once', async () => {
    const file = temporaryFile()
    const child = await other('claim', file)
    const store = sqlite(file).open('acme')
    const claim = () => store.maintain({ kind: 'claim', now: Date.now(), worker: 'here' })
    const refused = await claim()
    expect(refused.isErr() && refused.error).toMatchObject({
      kind: 'already-running',
      message: expect.stringContaining(`process ${child.pid}`),
    })
    await gone(child)
    expect((await claim()).isOk()).toBe(true)
  })

  it('are told from threads of one process, which never work at the same time either', async () => {
    const file = temporaryFile()
    const claim = (worker: string) =>
      sqlite(file).open('acme').maintain({ kind: 'claim', now: Date.now(), worker })
    expect((await claim('one')).isOk()).toBe(true)
    const refused = await claim('two')
    expect(refused.isErr() && refused.error).toMatchObject({ kind: 'already-running' })
  })

  it('take the place of one that was silent for as long as they were told to wait', async () => {
    const file = temporaryFile()
    const store = sqlite(file, { silenceMs: 3_000 })
    const claim = (worker: string, now: number) =>
      store.open('acme').maintain({ kind: 'claim', now, worker })
    expect(store.capabilities.silenceMs).toBe(3_000)
    expect((await claim('one', 1_000)).isOk()).toBe(true)
    const refused = await claim('two', 3_999)
    expect(refused.isErr() && refused.error.message).toContain('wait 3 s')
    expect((await claim('two', 4_000)).isOk()).toBe(true)
  })

  it('tell a worker of this process id before a restart from one that lives', async () => {
    const file = temporaryFile()
    const store = sqlite(file).open('acme')
    const claim = (worker: string) => store.maintain({ kind: 'claim', now: 1_000, worker })
    expect((await claim('one')).isOk()).toBe(true)
    expect((await claim('two')).isErr()).toBe(true)
    const database = new DatabaseSync(file)
    const holder = database.prepare('UPDATE tenant SET worker = ?, run = ?, host = ?')
    holder.run('before', 'before', hostname())
    expect((await claim('two')).isOk()).toBe(true)
    holder.run('before', 'before', 'elsewhere')
    expect((await claim('three')).isErr()).toBe(true)
  })
})
