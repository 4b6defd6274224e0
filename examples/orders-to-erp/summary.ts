import { type Ref, refKey } from '@canonry/model'
import type { Exception, RecordedFinding, Sync } from '@canonry/sync'
import { allExceptions } from './all-exceptions.js'
import { type BooksReport, booksAgree } from './books.js'
import { type StockReport, stockAgrees } from './compare-stock.js'
import type { TicketReport } from './compare-tickets.js'
import { groupBy } from './group-by.js'
import { type OutageReport, tellOutage } from './outage-report.js'
import type { Memory } from './progress.js'
import type { Percentiles, Propagation } from './propagation.js'
import { tellTimeline } from './tell-timeline.js'
import type { World } from './world.js'

/** All that the end of a run is told from. */
export interface RunOutcome {
  readonly sync: Sync
  readonly world: World
  readonly books: BooksReport
  readonly stock: StockReport
  readonly tickets: TicketReport
  readonly kills: number
  readonly seconds: number
  /** The order whose life is told in full. */
  readonly example?: Ref
  readonly outage?: OutageReport
  /** What was measured in a run over whole days. */
  readonly day?: { readonly memory: readonly Memory[]; readonly propagation: Propagation }
}

/** The end of a run in words that a retailer understands. */
export async function tellSummary(outcome: RunOutcome): Promise<string> {
  const { sync } = outcome
  return [
    ...(await tellTraffic(outcome)),
    ...tellExceptions(await allExceptions(sync)),
    ...tellFindings(await sync.findings()),
    ...(outcome.example ? await tellLife(outcome.example, sync) : []),
    ...(outcome.outage ? tellOutage(outcome.outage) : []),
    ...(outcome.day ? tellDay(outcome.day) : []),
    ...tellStock(outcome),
    ...tellBooks(outcome),
  ].join('\n')
}

async function tellTraffic({ sync, world, kills, seconds }: RunOutcome): Promise<string[]> {
  const counters = await sync.counters()
  const count = (name: string) => String(counters[name] ?? 0).padStart(8)
  const senders = [world.tills, ...world.shops.map(({ simulator }) => simulator)]
  const sent = senders.reduce((sum, { counts }) => sum + counts.sent, 0)
  const mishaps = Object.entries(world.faults).filter(([, times]) => times > 0)
  return [
    '',
    'What was heard',
    `${String(sent).padStart(8)}  webhooks sent by shops and tills, retries included`,
    `${count('facts.received')}  facts received and kept, read-backs included`,
    `${count('facts.duplicate')}  duplicates dropped`,
    `${count('facts.stale')}  late or repeated states skipped`,
    `${count('webhooks.rejected')}  refused: the signature was not the shop's`,
    'What was done',
    `${count('effects.confirmed')}  effects confirmed by ERP, shop and tills`,
    `${count('effects.no-op')}  effects that they already had`,
    `${count('effects.superseded')}  effects superseded by a newer state before they were sent`,
    'What happened on the way',
    `${String(kills).padStart(8)}  times a worker was killed (SIGKILL) and started again`,
    ...mishaps.map(([kind, times]) => `${String(times).padStart(8)}  ERP ${kind}`),
    `${seconds.toFixed(1).padStart(8)}  seconds`,
  ]
}

function tellExceptions(exceptions: readonly Exception[]): string[] {
  const open = exceptions.filter(({ state }) => state === 'open')
  const resolved = exceptions.length - open.length
  return [
    '',
    `Exceptions: ${open.length} open, ${resolved} resolved by themselves`,
    ...open.flatMap((exception) => [
      `  ${exception.reason} · owner ${exception.owner} · ${exception.message}`,
      `    fix: ${exception.suggestedFix}`,
      ...(exception.errors ?? [])
        .slice(0, 3)
        .map(({ wire, entity, message }) => `    ${wire || '/'} → ${entity || '/'}: ${message}`),
    ]),
  ]
}

function tellFindings(findings: readonly RecordedFinding[]): string[] {
  const byCode = groupBy(findings, ({ code }) => code)
  return [
    '',
    `Findings: ${findings.length} (recorded, nothing stopped)`,
    ...[...byCode].map(
      ([code, found]) => `${String(found.length).padStart(8)}  ${code}: ${found[0]?.message}`,
    ),
  ]
}

async function tellLife(ref: Ref, sync: Sync): Promise<string[]> {
  const entries = await sync.timeline(ref)
  return ['', `The way of ${refKey(ref)}`, ...tellTimeline(entries)]
}

function tellStock({ stock, world }: RunOutcome): string[] {
  const { positions, offers, oversold, tillsDiffer, shopDiffers, told, corrections } = stock
  const count = (number: number) => String(number).padStart(8)
  return [
    '',
    'Stock (the ledger against what tills and shop say themselves)',
    `${count(world.tills.books().length)}  tickets of ${world.config.stores} stores, returns included`,
    `${count(told.pieces)}  pieces that the shop sent from the first store, told to its tills in ${told.movements} movements`,
    `${count(corrections)}  differences that lasted, set right at the tills`,
    `${count(positions)}  positions, ${positions - tillsDiffer.length} of them in the same number at the tills`,
    `${count(offers)}  articles that the shop offers, ${offers - shopDiffers.length} of them in the number that is free`,
    `${count(oversold)}  units oversold`,
    ...[...tillsDiffer, ...shopDiffers].slice(0, 20).map((line) => `          ${line}`),
    '',
    stockAgrees(stock) ? 'stock agrees' : 'STOCK DISAGREES',
  ]
}

function tellDay({ memory, propagation }: NonNullable<RunOutcome['day']>): string[] {
  const after = (what: keyof Memory) =>
    [0.25, 0.5, 1].map((share) =>
      mebibytes(memory[Math.floor((memory.length - 1) * share)]?.[what]),
    )
  const [held, inUse] = [after('held'), after('inUse')]
  const { numbers, afterMs } = propagation
  const hours = (afterMs / 3_600_000).toFixed(1)
  const perNumber = (numbers.sent / Math.max(1, numbers.stood)).toFixed(2)
  const way = ({ count, p50, p99 }: Percentiles) =>
    `${String(count).padStart(8)}  times in ${p50} s (p50), ${p99} s (p99) of the run's clock`
  return [
    '',
    `How soon, from ${hours} h on, half an hour after the books were opened, and at what cost`,
    `${way(propagation.tillToLedger)} from a till to the ledger, in the store that the shop sells from`,
    `${way(propagation.ledgerToShop)} from the ledger to the shop`,
    `${String(numbers.stood).padStart(8)}  numbers stood in the shop; ${perNumber} were sent for each`,
    `${held[0]?.padStart(8)}  MiB of memory after a quarter of the time, ${held[1]} after half of it, ${held[2]} at the end;`,
    `${inUse[0]?.padStart(8)}, ${inUse[1]} and ${inUse[2]} MiB of them in use when a full collection had ended`,
  ]
}

function mebibytes(bytes = 0): string {
  return String(Math.round(bytes / 1_048_576))
}

function tellBooks({ books, tickets, world }: RunOutcome): string[] {
  const wrong = [
    ...tickets.wrong,
    ...books.lost.map((title) => `lost: ${title}`),
    ...books.double.map((title) => `double: ${title}`),
    ...books.wrongTotal.map((title) => `wrong: ${title}`),
    ...books.openThoughCancelled.map((title) => `open though cancelled: ${title}`),
    ...books.unexpected.map((title) => `unexpected in the ERP: ${title}`),
  ]
  const agree = booksAgree(books) && tickets.wrong.length === 0
  const verdict = agree ? 'books agree' : 'BOOKS DISAGREE'
  return [
    '',
    'Books (the own records of shops and tills against the ERP’s own records)',
    `${String(books.orders).padStart(8)}  orders in the shops, real ones that were published or recorded included; ${books.cancelled} cancelled`,
    `${String(books.booked).padStart(8)}  booked once, to the cent; ${world.erp.customers().length} customers`,
    `${String(tickets.sales).padStart(8)}  sales of tills, each one cash sale; ${tickets.refunds} returns, each one cash refund`,
    ...wrong.slice(0, 20).map((line) => `          ${line}`),
    '',
    `${books.lost.length} lost, ${books.double.length} double, ${verdict}`,
  ]
}
