import { systemEnv } from '@canonry/pack'
import type { RunArguments } from './arguments.js'
import { booksAgree, compareBooks } from './books.js'
import { stockTheErp, UNKNOWN_SKU } from './catalogue.js'
import { killAtRandom, pause } from './chaos.js'
import { compareOutage } from './compare-outage.js'
import { compareStock, stockAgrees } from './compare-stock.js'
import { compareTickets } from './compare-tickets.js'
import { openDatabase } from './database.js'
import { eventfulOrder, expectedOrders } from './expected-orders.js'
import { outageWentWell } from './outage-report.js'
import { createProgress, type Memory } from './progress.js'
import { measurePropagation } from './propagation.js'
import { publishedSamples, recordedOrders } from './real-orders.js'
import { openSync, type ServiceConfig } from './service.js'
import { tellSummary } from './summary.js'
import { untilAllIsSaid, untilNothingIsNew, untilQuiet, watch } from './watch.js'
import { startWorkers, type WorkerProcess } from './worker-process.js'
import { openWorld, type World } from './world.js'

/** How a run ended. */
export interface RunResult {
  /** Nothing lost, nothing double, every total equal to the cent. */
  readonly agree: boolean
  /** What the ERP holds at the end: the same with chaos as without. */
  readonly endState: readonly string[]
  /** What the service's process took of memory, as often as it was asked. */
  readonly memory: readonly Memory[]
  readonly summary: string
}

/** One run: the world around, the service in its own process, and what both looked like. */
interface Stage {
  readonly run: RunArguments
  readonly world: World
  readonly config: ServiceConfig
  readonly progress: ReturnType<typeof createProgress>
  /** What the service's process took of memory, as often as it was asked. */
  readonly memory: Memory[]
}

const NOT_AN_ORDER = '{"id":1,"name":17,"line_items":"none"}'

/** Runs the whole job from the first webhook to the comparison of the books. */
export async function runOrdersToErp(run: RunArguments): Promise<RunResult> {
  const clock = { origin: Date.now(), speed: run.speed }
  const database = await openDatabase(run.store)
  const world = await openWorld(run, systemEnv(clock))
  const config = { ...world.config, clock, database: database.config }
  const progress = createProgress(run.plain)
  const stage: Stage = { run, world, config, progress, memory: [] }
  try {
    const began = performance.now()
    const starts = await work(stage)
    return await conclude(stage, { starts, began })
  } finally {
    world.close()
    await database.drop()
  }
}

async function work(stage: Stage): Promise<number> {
  stockTheErp(stage.world, (sku) => isLong(stage.run) || sku !== UNKNOWN_SKU)
  const workers = await startWorkers(stage.config, stage.run.workers)
  try {
    await refuseUnsigned(stage.config.port)
    await live(stage, workers)
    return workers.reduce((sum, { starts }) => sum + starts, 0)
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
    stage.progress.end()
  }
}

async function live(
  { run, world, config, progress, memory }: Stage,
  workers: readonly WorkerProcess[],
): Promise<void> {
  publishRealInput(world)
  const ended = new AbortController()
  const { signal } = ended
  const lengthMs = world.timetable.lengthMs / run.speed
  const killer = run.chaos
    ? killAtRandom(workers, { seed: run.seed, lengthMs, signal })
    : Promise.resolve()
  const everyMs = isLong(run) ? 5_000 : 500
  const watcher = watch(world, config.port, { progress, signal, memory, everyMs })
  await untilAllIsSaid(world)
  await killer
  // what no event tells of, as goods that are thrown away, comes with the pull after it
  if (isLong(run)) await pause(AFTER_LAST_PULL_MS / run.speed)
  await untilNothingIsNew(world, () => untilQuiet(config.port))
  if (!isLong(run)) {
    progress.note(`Every webhook is delivered. Now ${UNKNOWN_SKU} enters the ERP's catalogue:`)
    stockTheErp(world, (sku) => sku === UNKNOWN_SKU)
  }
  await untilNothingIsNew(world, () =>
    untilQuiet(config.port, ({ backlog }) => backlog.waiting === 0),
  )
  ended.abort()
  await watcher
}

// a day is pulled once an hour, and a pull takes a while
const AFTER_LAST_PULL_MS = 75 * 60_000

// over a whole day, thousands of tickets would wait for an article that nobody enters
function isLong({ days }: RunArguments): boolean {
  return days > 0
}

function publishRealInput({ shops: [shop] }: World): void {
  const real = [...publishedSamples('2026-07'), ...recordedOrders()]
  for (const { topic, text } of real) shop?.simulator.publish(topic, text)
  shop?.simulator.publish('orders/create', NOT_AN_ORDER)
}

async function refuseUnsigned(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}/hooks/shop-eu`
  const headers = { 'x-shopify-topic': 'orders/create' }
  const response = await fetch(url, { method: 'POST', body: '{"id":1}', headers })
  if (response.status !== 401 || (await response.text()) !== '') {
    throw new Error(`an unsigned webhook was answered with ${response.status}`)
  }
}

async function conclude(
  { run, world, config, memory }: Stage,
  { starts, began }: { readonly starts: number; readonly began: number },
): Promise<RunResult> {
  const sync = openSync(config)
  const books = compareBooks(expectedOrders(world), world.erp.salesOrders())
  const seconds = (performance.now() - began) / 1000
  const example = await eventfulOrder(world, sync)
  const kills = starts - run.workers
  const stock = await compareStock(world, sync)
  const tickets = compareTickets(world)
  const outage = await compareOutage(world, sync)
  const outcome = {
    sync,
    world,
    books,
    stock,
    tickets,
    kills,
    seconds,
    ...(isLong(run) ? { day: { memory, propagation: await measurePropagation(world, sync) } } : {}),
    ...(example ? { example } : {}),
    ...(outage ? { outage } : {}),
  }
  const summary = await tellSummary(outcome)
  await sync.close()
  const isCalm = outage === undefined || outageWentWell(outage)
  const agree = booksAgree(books) && stockAgrees(stock) && tickets.wrong.length === 0 && isCalm
  return { agree, endState: books.endState, memory, summary: title(run) + summary }
}

function title({ chaos, seed, orders, workers }: RunArguments): string {
  const many = workers > 1 ? `${workers} workers, ` : ''
  const mode = `${many}${chaos ? 'chaos, ' : ''}seed ${seed}`
  return `\nOrders of two Shopify shops became sales orders in NetSuite (${orders} orders, ${mode})\n`
}
