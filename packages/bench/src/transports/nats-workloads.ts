import { systemEnv } from '@canonry/pack'
import type { Envelope, Transport } from '@canonry/sync'
import { nats } from '@canonry/transport-nats'
import { freshName, startNats } from '../../../transport-nats/test/nats-server.js'
import { openCompany } from '../sync/company.js'
import { levelDocument } from '../sync/depot.js'

/** What the way through a broker came to; what its oracle objects to has no figure. */
export interface Throughput {
  readonly name: string
  readonly perSecond: number
  readonly violations: readonly string[]
}

const BATCH = 1_000
const LEVELS = 1_000
const CALLS = 4
const LOOK_AGAIN_MS = 5

/** Out, in, and through `consume` into the memory store, on a NATS server of its own. */
export async function natsWorkloads(messages: number): Promise<readonly Throughput[]> {
  const server = await startNats()
  const open = async (stream: string) => {
    const transport = nats({ servers: server.address, stream })
    const opened = await transport.open({ env: systemEnv() })
    if (opened.isErr()) throw new Error(opened.error.message)
    return transport
  }
  const [first, second] = [freshName(), freshName()]
  const transport = await open(first)
  const out = await publishAll(transport, messages)
  const pulled = await pullAll(transport, messages)
  await transport.close({ drainMs: 1_000 }).unwrapOr(undefined)
  const writer = await open(second)
  await publishAll(writer, messages)
  await writer.close({ drainMs: 1_000 }).unwrapOr(undefined)
  const consumed = await consumeAll(nats({ servers: server.address, stream: second }), messages)
  await server.end()
  return [out, pulled, consumed]
}

async function publishAll(transport: Transport, messages: number): Promise<Throughput> {
  const batches = Array.from({ length: messages / BATCH }, (_, batch) => batchOf(batch))
  let accepted = 0
  const start = performance.now()
  await inTurns(CALLS, async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      const answers = await transport.publish(batch)
      accepted += answers.filter(({ kind }) => kind === 'accepted').length
    }
  })
  const perSecond = rate(messages, start)
  const violations = accepted === messages ? [] : [`${messages - accepted} were not accepted`]
  return { name: 'published, each accepted by the server', perSecond, violations }
}

async function pullAll(transport: Transport, messages: number): Promise<Throughput> {
  const order = orderOf()
  let pulled = 0
  const start = performance.now()
  await inTurns(2, async () => {
    while (pulled < messages && order.violations.length === 0) {
      const deliveries = (await transport.pull({ max: 500, waitMs: 5_000 })).unwrapOr([])
      if (deliveries.length === 0 && pulled < messages) order.violations.push('some were lost')
      pulled += deliveries.length
      order.came(deliveries)
      const done = deliveries.map(({ receipt }) => ({ receipt, as: 'done' }) as const)
      const answers = (await transport.acknowledge(done)).unwrapOr([])
      if (answers.some((answer) => answer !== 'ok')) order.violations.push('some were held no more')
    }
  })
  const perSecond = rate(messages, start)
  const { violations } = order
  return { name: 'pulled and acknowledged, each confirmed', perSecond, violations }
}

// the id of a message ends with its place among those of its key
function orderOf() {
  const newest = new Map<string, number>()
  const violations: string[] = []
  return {
    violations,
    came: (deliveries: readonly Envelope[]) => {
      for (const { key, id } of deliveries) {
        const version = Number(id.slice(id.indexOf(' ')))
        if (version !== (newest.get(key) ?? 0) + 1) violations.push(`${id} came out of order`)
        newest.set(key, version)
      }
    },
  }
}

async function consumeAll(transport: Transport, messages: number): Promise<Throughput> {
  await using company = openCompany('memory')
  const { sync } = company
  const start = performance.now()
  await using _ = sync.consume(transport, {
    to: ({ key, body }) => ({
      connection: 'depot',
      document: { ...levelDocument(0, 1), key, body },
    }),
  })
  const env = systemEnv()
  while ((await sync.backlog()).facts < messages) await env.sleep(LOOK_AGAIN_MS)
  const perSecond = rate(messages, start)
  const { 'facts.received': received = 0, 'facts.duplicate': double = 0 } = await sync.counters()
  const violations = received - double === messages ? [] : [`${received} facts were journaled`]
  return { name: 'consumed into the journal of the memory store', perSecond, violations }
}

function batchOf(batch: number): readonly Envelope[] {
  return Array.from({ length: BATCH }, (_, index) => {
    const turn = batch * BATCH + index
    const [level, version] = [turn % LEVELS, 1 + Math.floor(turn / LEVELS)]
    const { key, body } = levelDocument(level, version)
    const headers = { 'content-type': 'application/json' }
    return { id: `${key} ${version}`, key, headers, body: new TextEncoder().encode(String(body)) }
  })
}

async function inTurns(count: number, work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: count }, work))
}

function rate(count: number, start: number): number {
  return (count * 1_000) / (performance.now() - start)
}
