import { positionRef } from '@canonry/stock-ledger'
import type { Sync, TimelineEntry } from '@canonry/sync'
import { allExceptions } from './all-exceptions.js'
import { shopOrderRef, ticketRef } from './document-refs.js'
import { type OutageReport, reportOutage, type Way, type Window } from './outage-report.js'
import { placeOf } from './stores.js'
import type { World } from './world.js'

/** Tells how an outage of the ERP went; `undefined` where there was none. */
export async function compareOutage(world: World, sync: Sync): Promise<OutageReport | undefined> {
  const { outage } = world.timetable
  if (!outage) return undefined
  const window = { from: world.began + outage.from, to: world.began + outage.to }
  return reportOutage({
    window,
    orders: await waysOf(ordersOf(world), sync),
    tickets: await waysOf(ticketsOf(world), sync),
    told: await toldIn(window, { world, sync }),
    failed: await failedIn(window, sync),
  })
}

type Thing = Pick<Way, 'ref' | 'at'>

// real orders, which are told beside those of the run, were placed long ago
function ordersOf({ shops, config, began }: World): Thing[] {
  return shops.flatMap(({ simulator }, index) =>
    simulator
      .books()
      .filter(({ cancelled, placedAt }) => !cancelled && placedAt >= began)
      .map(({ id, placedAt }) => ({
        ref: shopOrderRef(config.shops[index]?.shop ?? '', id),
        at: placedAt,
      })),
  )
}

function ticketsOf({ tills }: World): Thing[] {
  const sales = tills.books().filter(({ kind }) => kind === 'sale')
  return sales.map((sale) => ({ ref: ticketRef(sale), at: sale.soldAt }))
}

async function waysOf(things: readonly Thing[], sync: Sync): Promise<readonly Way[]> {
  const ways: Way[] = []
  for (const thing of things) {
    const entries = await sync.timeline(thing.ref)
    const heard = entries.find(({ kind }) => kind === 'fact-received')
    const booked = entries.find((entry) => entry.kind === 'effect-confirmed' && isErp(entry))
    ways.push({
      ...thing,
      ...(heard && { heardAt: Date.parse(heard.at) }),
      ...(booked && { bookedAt: Date.parse(booked.at) }),
    })
  }
  return ways
}

function isErp({ connection }: TimelineEntry): boolean {
  return connection === 'erp'
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
