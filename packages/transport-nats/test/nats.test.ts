import { systemEnv } from '@canonry/pack'
import type { Delivery, Envelope, Transport } from '@canonry/sync'
import { type NatsOptions, nats } from '@canonry/transport-nats'
import { AckPolicy, DiscardPolicy, jetstreamManager, RetentionPolicy } from '@nats-io/jetstream'
import { connect, headers, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { partitionOf } from '../src/partition-of.js'
import {
  freshName,
  type NatsServer,
  openCuttable,
  serverIsMissing,
  startNats,
} from './nats-server.js'

const env = systemEnv()
const missing = serverIsMissing()
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f']

const messageOf = (key: string, turn: number, body = new Uint8Array()): Envelope => ({
  id: `${key} ${turn}`,
  key,
  headers: {},
  body,
})
const all = (turns: number) =>
  Array.from({ length: turns }, (_, turn) => KEYS.map((key) => messageOf(key, turn))).flat()

describe.skipIf(missing)(`a transport to NATS${missing ? ` (${missing})` : ''}`, () => {
  let server: NatsServer
  const made: Transport[] = []
  const transport = (options: Partial<NatsOptions> & { stream: string }): Transport => {
    const one = nats({ servers: server.address, holdMs: 800, ...options })
    made.push(one)
    return one
  }
  const open = async (options: Partial<NatsOptions> & { stream: string }): Promise<Transport> => {
    const one = transport(options)
    const opened = await one.open({ env })
    if (opened.isErr()) throw new Error(opened.error.message)
    return one
  }
  const failureOf = async (options: Partial<NatsOptions> & { stream: string }) =>
    (await transport(options).open({ env })).match(
      () => 'opened',
      ({ kind, message }) => `${kind}: ${message}`,
    )
  let plain: NatsConnection
  const manager = () => jetstreamManager(plain)
  beforeAll(async () => {
    server = await startNats()
    plain = await connect({ servers: server.address })
  })
  afterEach(async () => {
    for (const each of made.splice(0)) await each.close({ drainMs: 0 }).unwrapOr(undefined)
  })
  afterAll(async () => {
    await plain.close()
    await server.end()
  })

  describe('that is opened', () => {
    it('says that nobody answers where there is no server', async () => {
      const message = await failureOf({ servers: '127.0.0.1:1', stream: 'ORDERS' })
      expect(message).toMatch(/^unreachable: no connection to NATS at 127\.0\.0\.1:1/)
    })

    it('says that credentials are wrong, and shows none', async () => {
      const closed = await startNats('authorization { user: retail, password: right }')
      const connection = { user: 'retail', pass: 'wrong-secret' }
      const message = await failureOf({ servers: closed.address, stream: 'ORDERS', connection })
      await closed.end()
      expect(message).toMatch(/^refused: .*check the credentials/)
      expect(message).not.toContain('wrong-secret')
    })

    it('says that there is no JetStream', async () => {
      const bare = await startNats('')
      const message = await failureOf({ servers: bare.address, stream: 'ORDERS' })
      await bare.end()
      expect(message).toMatch(/^misconfigured: .*no JetStream.*-js/)
    })

    it('says which rights are missing', async () => {
      const strict = await startNats(
        'jetstream {}\nauthorization { users: [ { user: a, password: b, permissions: { publish: "x", subscribe: "_INBOX.>" } } ] }',
      )
      const options = { servers: strict.address, stream: 'ORDERS', answerMs: 1_000 }
      const message = await failureOf({ ...options, connection: { user: 'a', pass: 'b' } })
      await strict.end()
      expect(message).toMatch(/^refused: .*\$JS\.API/)
    })

    it('says that the server takes less than it must', async () => {
      const message = await failureOf({ stream: freshName(), maxBytes: 8_000_000 })
      expect(message).toMatch(/^misconfigured: .*8000000 bytes: set maxBytes to at most 1032192/)
    })

    it('says that another stream has its subjects', async () => {
      const subject = freshName()
      await open({ stream: freshName(), subject })
      const message = await failureOf({ stream: freshName(), subject })
      expect(message).toMatch(/^misconfigured: .*overlap.*give `subject` another name/)
    })

    it('takes no stream that is another one than it needs', async () => {
      const js = await manager()
      const [other, dropping, short] = [freshName(), freshName(), freshName()]
      await js.streams.add({ name: other, subjects: [`${other}.>`] })
      await js.streams.add({ name: dropping, subjects: [`${dropping}.0`], max_msgs: 10 })
      await js.streams.add({ name: short, subjects: [`${short}.0`], duplicate_window: 1e9 })
      expect(await failureOf({ stream: other, subject: other })).toMatch(
        /^misconfigured: .*takes .*>: its subjects must be/,
      )
      expect(await failureOf({ stream: dropping, subject: dropping })).toMatch(/drops the oldest/)
      expect(await failureOf({ stream: short, subject: short })).toMatch(/knows ids for 1000 ms/)
      const stream = freshName()
      await open({ stream, partitions: 4 })
      expect(await failureOf({ stream, partitions: 8 })).toMatch(/has 4 partitions, not 8/)
      expect(await failureOf({ stream, holdMs: 900 })).toMatch(/all of a group have one holdMs/)
    })

    it('takes no stream and no consumer by which messages would be lost without a word', async () => {
      const js = await manager()
      const [source, copy, mute] = [freshName(), freshName(), freshName()]
      await js.streams.add({ name: source, subjects: [`${source}.0`] })
      await js.streams.add({ name: copy, mirror: { name: source } })
      await js.streams.add({ name: mute, subjects: [`${mute}.0`], no_ack: true })
      expect(await failureOf({ stream: copy, subject: copy })).toMatch(/no subjects/)
      expect(await failureOf({ stream: mute, subject: mute })).toMatch(/acknowledges nothing/)
      const losing = [
        [{ retention: RetentionPolicy.Interest }, /keeps nothing that nobody waits for yet/],
        [{ discard: DiscardPolicy.New, max_msgs_per_subject: 5 }, /drops the oldest messages of a/],
        [{ retention: RetentionPolicy.Workqueue, max_age: 2e12 }, /drops .* after 2000000 ms/],
      ] as const
      for (const [config, message] of losing) {
        const stream = freshName()
        await js.streams.add({ name: stream, subjects: [`${stream}.0`], ...config })
        expect(await failureOf({ stream, subject: stream })).toMatch(message)
      }
      const wrong = [
        [{ max_deliver: 3 }, /gives a message up after 3 deliveries/],
        [{ headers_only: true }, /leaves bodies out/],
      ] as const
      for (const [config, message] of wrong) {
        const stream = freshName()
        await js.streams.add({ name: stream, subjects: [`${stream}.0`] })
        await js.consumers.add(stream, {
          durable_name: 'canonry-0',
          ack_policy: AckPolicy.Explicit,
          ack_wait: 800e6,
          filter_subject: `${stream}.0`,
          ...config,
        })
        expect(await failureOf({ stream, subject: stream })).toMatch(message)
      }
    })

    it('throws for options that make no sense', () => {
      const servers = 'localhost'
      expect(() => nats({ servers, stream: 'no.name' })).toThrow(
        /"no\.name" is no name of a stream/,
      )
      expect(() => nats({ servers, stream: 'A', subject: 'a.>' })).toThrow(/is no subject/)
      expect(() => nats({ servers, stream: 'A', partitions: 0 })).toThrow(/partitions is 0/)
      expect(() => nats({ servers, stream: 'A', holdMs: 1 })).toThrow(/holdMs is 1/)
      for (const none of ['', [], undefined as never]) {
        expect(() => nats({ servers: none, stream: 'A' })).toThrow(/no server to connect to/)
      }
      expect(() => nats({ servers, stream: 'A', dedupeMs: 0 })).toThrow(/dedupeMs is 0/)
      expect(() => nats({ servers, stream: 'A', keep: { forMs: 1_000 } })).toThrow(/raise forMs/)
      expect(() => nats({ servers, stream: 'A', maxBytes: 0 })).toThrow(/maxBytes is 0/)
      expect(() => nats({ servers, stream: 'A', answerMs: 0 })).toThrow(/answerMs is 0/)
    })
  })

  it('keeps a key on its partition for ever', () => {
    expect(['', 'a', 'order-1', 'größe'].map((key) => partitionOf(key, 16))).toEqual(PINNED)
  })

  it('refuses headers that the broker could not keep', async () => {
    const one = await open({ stream: freshName() })
    const answers = await one.publish(
      [
        { 'Upper-Case': '1' },
        { 'a b': '1' },
        { 'nats-rollup': 'all' },
        { long: 'x'.repeat(20_000) },
      ].map((headers, index) => ({ ...messageOf('k', index), headers })),
    )
    expect(answers).toMatchObject(
      answers.map(() => ({ kind: 'rejected', failure: { kind: 'contract.invalid' } })),
    )
  })

  it('says that a stream is full, and that it is gone', async () => {
    const stream = freshName()
    const js = await manager()
    const subjects = [`${stream}.0`]
    await js.streams.add({ name: stream, subjects, max_msgs: 1, discard: 'new' as never })
    const one = await open({ stream, subject: stream, pulls: false })
    const kinds = async (id: number) => {
      const [answer] = await one.publish([messageOf('k', id)])
      return answer?.kind === 'rejected' ? answer.failure.kind : answer?.kind
    }
    expect(await kinds(1)).toBe('accepted')
    expect(await kinds(2)).toBe('throttled')
    await js.streams.delete(stream)
    expect(await kinds(3)).toBe('transient.definite')
  })

  it('says that there is no right to publish', async () => {
    const strict = await startNats(
      'jetstream {}\nauthorization { users: [ { user: a, password: b, permissions: { publish: ["$JS.API.>"], subscribe: "_INBOX.>" } } ] }',
    )
    const connection = { user: 'a', pass: 'b' }
    const one = await open({
      stream: freshName(),
      servers: strict.address,
      connection,
      pulls: false,
    })
    const [answer] = await one.publish([messageOf('k', 1)])
    expect(answer).toMatchObject({ kind: 'rejected', failure: { kind: 'auth.revoked' } })
    await one.close({ drainMs: 0 }).unwrapOr(undefined)
    await strict.end()
  })

  it('gives what others published, under its place, with its subject as key', async () => {
    const stream = freshName()
    const one = await open({ stream, partitions: 1 })
    plain.publish(`${stream.toLowerCase()}.0`, 'no JSON 100%41')
    await plain.flush()
    const [came] = (await one.pull({ max: 10, waitMs: 2_000 })).unwrapOr([])
    expect(came).toMatchObject({ id: `${stream}:1`, key: `${stream.toLowerCase()}.0`, headers: {} })
    expect(Buffer.from(came?.body ?? []).toString()).toBe('no JSON 100%41')
  })

  it('goes on behind a message of others whose headers only look like ours', async () => {
    const stream = freshName()
    const one = await open({ stream, partitions: 1 })
    const lines = headers()
    lines.set('canonry-encoded', 'x-odd Nats-Msg-Id')
    lines.set('x-odd', '100%')
    plain.publish(`${stream.toLowerCase()}.0`, 'odd', { headers: lines })
    await plain.flush()
    await one.publish([messageOf('k', 1)])
    const came = await drain([one], 2)
    expect(came.map(({ id, headers }) => [id, headers])).toEqual([
      [`${stream}:1`, { 'x-odd': '100%' }],
      ['k 1', {}],
    ])
  })

  it.each(['consumers', 'turns', 'purged turns', 'stream'])(
    'goes on when its %s were taken from the server',
    async (what) => {
      const stream = freshName()
      const one = await open({ stream, partitions: 2 })
      const js = await manager()
      await one.publish([messageOf('a', 1), messageOf('d', 1)])
      expect(await drain([one], 2)).toHaveLength(2)
      // gives its turns back
      await env.sleep(1_000)
      const { config } = await js.streams.info(stream)
      if (what === 'consumers') {
        for (const { name } of await js.consumers.list(stream).next()) {
          await js.consumers.delete(stream, name)
        }
      }
      if (what === 'turns') await js.streams.delete(`${stream}-turns-canonry`)
      if (what === 'purged turns') await js.streams.purge(`${stream}-turns-canonry`)
      if (what === 'stream') {
        await js.streams.delete(stream)
        const gone = await one.pull({ max: 1, waitMs: 100 })
        expect(gone.isErr() || gone.value.length === 0).toBe(true)
        await js.streams.add(config)
      }
      await one.publish([messageOf('a', 2), messageOf('d', 2)])
      expect((await drain([one], 2)).map(({ id }) => id).sort()).toEqual(['a 2', 'd 2'])
    },
    90_000,
  )

  it('says how much waits, and for how long', async () => {
    const one = await open({ stream: freshName() })
    await one.publish(all(2))
    const lag = (await one.lag?.())?.unwrapOr({ depth: -1 })
    expect(lag?.depth).toBe(12)
    expect(lag).toHaveProperty('oldestMs')
  })

  it('keeps the order of keys when a process is cut off with messages in its hands', async () => {
    const stream = freshName()
    const proxy = await openCuttable(server.port)
    const lost = await open({ stream, servers: proxy.address })
    await lost.publish(all(20))
    const held = (await lost.pull({ max: 30, waitMs: 2_000 })).unwrapOr([])
    expect(held.length).toBeGreaterThan(0)
    proxy.cut()
    proxy.end()
    const others = [await open({ stream }), await open({ stream })]
    const done = await drain(others, 120)
    for (const key of KEYS) {
      expect(firstOf(done, key)).toEqual(Array.from({ length: 20 }, (_, turn) => `${key} ${turn}`))
    }
  })

  it('keeps the order of keys, and every message, when the server is killed again and again', async () => {
    const own = await startNats()
    const stream = freshName()
    const at = { stream, servers: own.address, answerMs: 1_000 }
    const writer = await open({ ...at, pulls: false })
    const readers = [await open(at), await open(at), await open(at)]
    const done: Delivery[] = []
    const reading = drain(readers, 300, done)
    for (let part = 0; part < 10; part += 1) {
      const batch = all(50).slice(part * 30, (part + 1) * 30)
      if (part % 3 === 1) {
        await own.stop('SIGKILL')
        await own.start()
      }
      await publishAll(writer, batch)
    }
    await reading
    await own.end()
    for (const key of KEYS) {
      expect(firstOf(done, key)).toEqual(Array.from({ length: 50 }, (_, turn) => `${key} ${turn}`))
    }
  }, 60_000)

  it('says that an acknowledgement may be lost when its answer was', async () => {
    const stream = freshName()
    const proxy = await openCuttable(server.port)
    const one = await open({ stream, servers: proxy.address, answerMs: 300, partitions: 1 })
    await one.publish([messageOf('k', 1)])
    const [held] = (await one.pull({ max: 1, waitMs: 2_000 })).unwrapOr([])
    proxy.cut()
    const said = await one.acknowledge([{ receipt: held?.receipt, as: 'done' }])
    expect(said.unwrapOr([])).toEqual(['lost'])
    proxy.end()
  })
})

const PINNED = [5, 12, 13, 10]

/** What came of a key, each message where it came first. */
function firstOf(done: readonly Delivery[], key: string): readonly string[] {
  return [...new Set(done.filter((each) => each.key === key).map(({ id }) => id))]
}

// a message that may have been accepted is published again, before what stands behind it
async function publishAll(writer: Transport, batch: readonly Envelope[]): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answers = await writer.publish(batch)
    if (answers.every(({ kind }) => kind === 'accepted' || kind === 'duplicate')) return
    await env.sleep(50)
  }
  throw new Error('the server did not come back')
}

// done is what was journaled: here, what was pulled
async function drain(
  readers: readonly Transport[],
  count: number,
  done: Delivery[] = [],
): Promise<readonly Delivery[]> {
  const ids = new Set<string>()
  const until = env.now() + 40_000
  await Promise.all(
    readers.map(async (reader) => {
      while (ids.size < count && env.now() < until) {
        const pulled = await reader.pull({ max: 9, waitMs: 300 })
        const deliveries = pulled.unwrapOr([])
        done.push(...deliveries)
        for (const { id } of deliveries) ids.add(id)
        await reader
          .acknowledge(deliveries.map(({ receipt }) => ({ receipt, as: 'done' })))
          .unwrapOr([])
        if (pulled.isErr()) await env.sleep(50)
      }
    }),
  )
  return done
}
