import type { Ref } from '@canonry/model'
import { positionRef } from '@canonry/stock-ledger'
import type { Sync, TimelineEntry } from '@canonry/sync'
import { allExceptions } from './all-exceptions.js'
import { shopOrderRef, ticketRef } from './document-refs.js'
import { placeOf } from './stores.js'
import type { World } from './world.js'

/** What became of everything while the ERP could not be reached, and afterwards. */
export interface OutageReport {
  readonly minutes: number
  /** Orders and tickets of the outage that were not heard of before it ended. */
  readonly unheard: readonly string[]
  readonly heard: { readonly orders: number; readonly tickets: number }
  /** How often a shop was told its stock meanwhile. */
  readonly told: number
  /** Exceptions about the ERP that came up: nothing may fail, all of it waits. */
  readonly failed: readonly string[]
  /** Minutes until half of them were booked, from the end of the outage on. */
  readonly booked: { readonly orders: number; readonly tickets: number }
}

interface Window {
  readonly from: number
  readonly to: number
}

/** Tells how an outage of the ERP went; `undefined` where there was none. */
export async function compareOutage(world: World, sync: Sync): Promise<OutageReport | undefined> {
  const { outage } = world.timetable
  if (!outage) return undefined
  const window = { from: world.began + outage.from, to: world.began + outage.to }
  const orders = await waysOf(ordersIn(world, window), sync)
  const tickets = await waysOf(ticketsIn(world, window), sync)
  const isUnheard = ({ heardAt }: Way) => heardAt === undefined || heardAt >= window.to
  return {
    minutes: Math.round((outage.to - outage.from) / 60_000),
    unheard: [...orders, ...tickets].filter(isUnheard).map(({ ref }) => `${ref.kind} ${ref.id}`),
    heard: { orders: orders.length, tickets: tickets.length },
    told: await toldIn(window, { world, sync }),
    failed: await failedIn(window, sync),
    booked: {
      orders: medianMinutes(orders, window),
      tickets: medianMinutes(tickets, window),
    },
  }
}

/**
 * Whether all was heard and nothing failed; and, where much came in, the shop was told and orders were
 * booked before tickets.
 */
export function outageWentWell({ unheard, failed, told, heard, booked }: OutageReport): boolean {
  const isMuch = heard.orders + heard.tickets >= MUCH
  const wentOn = told > 0 && booked.orders <= booked.tickets
  return unheard.length + failed.length === 0 && (!isMuch || wentOn)
}

// of less, perhaps nothing is sold that a shop must hear of, and half is booked by the first calls
const MUCH = 100

// a till without network, a late webhook and a worker that was just killed take their time: what comes
// in later than this before the end may be heard after it, and of a shorter outage nothing is judged
const SLOW_MS = 30 * 60_000

function isHeardIn({ from, to }: Window): (at: number) => boolean {
  return (at) => at >= from && at < to - SLOW_MS
}

function ordersIn({ shops, config }: World, window: Window): Ref[] {
  const isIn = isHeardIn(window)
  return shops.flatMap(({ simulator }, index) =>
    simulator
      .books()
      .filter(({ placedAt, cancelled }) => isIn(placedAt) && !cancelled)
      .map(({ id }) => shopOrderRef(config.shops[index]?.shop ?? '', id)),
  )
}

function ticketsIn({ tills }: World, window: Window): Ref[] {
  const isIn = isHeardIn(window)
  return tills
    .books()
    .filter(({ kind, soldAt }) => kind === 'sale' && isIn(soldAt))
    .map(ticketRef)
}

interface Way {
  readonly ref: Ref
  readonly heardAt?: number
  readonly bookedAt?: number
}

async function waysOf(refs: readonly Ref[], sync: Sync): Promise<readonly Way[]> {
  const ways: Way[] = []
  for (const ref of refs) {
    const entries = await sync.timeline(ref)
    const heard = entries.find(({ kind }) => kind === 'fact-received')
    const booked = entries.find((entry) => entry.kind === 'effect-confirmed' && isErp(entry))
    ways.push({
      ref,
      ...(heard && { heardAt: Date.parse(heard.at) }),
      ...(booked && { bookedAt: Date.parse(booked.at) }),
    })
  }
  return ways
}

function isErp({ connection }: TimelineEntry): boolean {
  return connection === 'erp'
}

function medianMinutes(ways: readonly Way[], { to }: Window): number {
  const waited = ways.flatMap(({ bookedAt }) => (bookedAt === undefined ? [] : [bookedAt - to]))
  const middle = waited.sort((a, b) => a - b)[waited.length >> 1] ?? 0
  return Math.round(middle / 6_000) / 10
}

async function toldIn(
  { from, to }: Window,
  { world, sync }: { readonly world: World; readonly sync: Sync },
): Promise<number> {
  let told = 0
  for (const { sku } of world.shops[0]?.simulator.levels() ?? []) {
    const entries = await sync.timeline(positionRef('main', { place: placeOf(0), item: sku }))
    told += entries.filter(({ kind, at }) => {
      const moment = Date.parse(at)
      return kind === 'effect-confirmed' && moment >= from && moment < to
    }).length
  }
  return told
}

// an article that the ERP does not know is none of the outage's doing, and that it is away is no failure
const NO_FAILURES = ['dependency-missing', 'system-away']

async function failedIn({ from }: Window, sync: Sync): Promise<readonly string[]> {
  const exceptions = await allExceptions(sync)
  return exceptions
    .filter(({ connection, openedAt }) => connection === 'erp' && Date.parse(openedAt) >= from)
    .filter(({ reason }) => !NO_FAILURES.includes(reason))
    .map(({ reason, message }) => `${reason}: ${message}`)
}

/** An outage in words that a retailer understands. */
export function tellOutage(report: OutageReport): readonly string[] {
  const { minutes, heard, unheard, told, failed, booked } = report
  const count = (number: number) => String(number).padStart(8)
  return [
    '',
    `The ERP could not be reached for ${minutes} minutes`,
    `${count(heard.orders)}  orders and ${heard.tickets} tickets came in meanwhile, ${unheard.length} of them unheard`,
    `${count(told)}  times the shop was told its stock meanwhile`,
    `${count(failed.length)}  of all that was meant for it failed: it waited`,
    `${String(booked.orders).padStart(8)}  minutes after it was back half of these orders were booked, ${booked.tickets} of these tickets`,
    ...[...unheard, ...failed].slice(0, 20).map((line) => `          ${line}`),
    '',
    outageWentWell(report) ? 'the outage went well' : 'THE OUTAGE WENT WRONG',
  ]
}
