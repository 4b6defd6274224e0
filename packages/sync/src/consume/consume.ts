import type { Ingesting } from '../receive/ingest.js'
import type { TenantStore } from '../store/store.js'
import type { Delivery, Transport, TransportFailure } from '../transport/transport.js'
import type { ConsumeOptions, Consuming } from './consume-options.js'
import { judgeBatch } from './judge-batch.js'
import { keepRefused } from './keep-refused.js'
import { createReach, type Reach } from './reach.js'
import { acknowledgementsOf } from './verdicts.js'
import { whileHeld } from './while-held.js'

/** What consuming depends on. */
export interface Consumption extends Ingesting {
  readonly store: TenantStore
}

interface Line {
  readonly consumption: Consumption
  readonly transport: Transport
  readonly options: ConsumeOptions
  readonly max: number
  readonly signal: AbortSignal
  readonly reach: Reach
}

const AT_ONCE = 1_000
const WAIT_MS = 5_000
const DRAIN_MS = 5_000

/** Pulls, journals, and only then acknowledges, until it is stopped; see `Sync.consume`. */
export function consume(
  consumption: Consumption,
  { transport, options }: { transport: Transport; options: ConsumeOptions },
): Consuming {
  const { atOnce = AT_ONCE } = options
  if (!transport.capabilities.pulls)
    throw new Error(`${transport.name} pulls nothing: it only publishes`)
  if (!(atOnce >= 2))
    throw new Error(`atOnce is ${atOnce}: two lines hold one message each at least`)
  const stopping = new AbortController()
  const { signal } = stopping
  const reach = createReach({ ...consumption, from: transport.name, signal })
  // one batch is journaled while the next is on its way
  const max = Math.min(Math.floor(atOnce / 2), transport.capabilities.maxBatch)
  const line: Line = { consumption, transport, options, max, signal, reach }
  const ended = run(line).finally(() => stopping.abort())
  const stop = async () => {
    stopping.abort()
    await ended
    // held messages come again elsewhere, whether the broker hears of it or not
    for (const each of [transport, options.park]) {
      await each?.close({ drainMs: DRAIN_MS }).unwrapOr(undefined)
    }
  }
  return { stop, ended, [Symbol.asyncDispose]: stop }
}

async function run(line: Line): Promise<TransportFailure | undefined> {
  for (const each of [line.transport, line.options.park]) {
    const failure = each && (await openInTime(line, each))
    if (failure) return failure
  }
  const failures = await Promise.all([pump(line), pump(line)])
  return failures.find((failure) => failure !== undefined)
}

async function openInTime(
  { consumption: { env }, signal, reach }: Line,
  transport: Transport,
): Promise<TransportFailure | undefined> {
  while (!signal.aborted) {
    const opened = await transport.open({ env })
    if (opened.isOk()) return undefined
    const final = await reach.failed(opened.error)
    if (final) return final
  }
  return undefined
}

async function pump(line: Line): Promise<TransportFailure | undefined> {
  const { transport, max, signal, reach } = line
  while (!signal.aborted) {
    const pulled = await transport.pull({ max, waitMs: WAIT_MS, signal })
    if (pulled.isErr()) {
      const final = await reach.failed(pulled.error)
      if (final) return final
    } else if (pulled.value.length > 0) await take(line, pulled.value)
    else await reach.succeeded()
  }
  return undefined
}

async function take(line: Line, deliveries: readonly Delivery[]): Promise<void> {
  const { consumption, transport, options, reach } = line
  const { env, store } = consumption
  const keeping = { env, store, from: transport.name, park: options.park }
  const verdicts = await whileHeld({ env, transport, deliveries }, async () => {
    const judged = await judgeBatch({ ingesting: consumption, to: options.to }, deliveries)
    return keepRefused(keeping, { deliveries, verdicts: judged })
  })
  const isWhole = verdicts.every(({ kind }) => kind !== 'later')
  const delayMs = isWhole ? 0 : reach.delayMs()
  const acknowledgements = acknowledgementsOf(deliveries, { verdicts, delayMs })
  // what could not be acknowledged comes again, and is known
  await transport.acknowledge(acknowledgements).unwrapOr([])
  await (isWhole ? reach.succeeded() : reach.rest())
}
