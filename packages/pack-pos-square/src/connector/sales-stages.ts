import type { Failure, WireDocument } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { completed } from './completed.js'
import { withRefunds } from './refunds-of-orders.js'
import { cursorIn, documentOf, listAt, type Source, textIn } from './source.js'
import type { SquareAnswer } from './square-client.js'
import { type Bounds, type Stage, type StagePage, salesStart } from './stage.js'

// the specification, SearchOrders: "Max: 10 location IDs"; its pages hold 500 unless more is asked for
const LOCATIONS_AT_ONCE = 10
const ORDERS = 500
const PAYMENTS = 100

/** Orders of all locations, ten locations after the other, sorted by their last change. */
export const orderStage: Stage = (bounds, source) =>
  byLocations({ bounds, source, atOnce: LOCATIONS_AT_ONCE }, async (locations) => {
    const startAt = salesStart(bounds)
    const filter = startAt && { date_time_filter: { updated_at: { start_at: startAt } } }
    const body = {
      location_ids: locations,
      limit: ORDERS,
      query: {
        ...(filter && { filter }),
        sort: { sort_field: 'UPDATED_AT', sort_order: 'ASC' },
      },
      ...(bounds.cursor !== undefined && { cursor: bounds.cursor }),
    }
    const answer = await source.call({ path: 'orders/search', body })
    if (answer.isErr()) return err(answer.error)
    const found = answer.value
    const things = await withRefunds(listAt(found, '/orders'), source.refunds)
    if (things.isErr()) return err(things.error)
    const orders = await completed(things.value, source)
    return orders.map((documents) => pageOf(found, documents))
  })

/** Payments, one location after the other: without one, only those of the main location are listed. */
export const paymentStage: Stage = (bounds, source) =>
  byLocations({ bounds, source, atOnce: 1 }, async ([location = '']) => {
    const startAt = salesStart(bounds)
    const query = new URLSearchParams({
      location_id: location,
      sort_field: 'UPDATED_AT',
      sort_order: 'ASC',
      limit: String(PAYMENTS),
      // without a beginning, only those of the last year are listed
      updated_at_begin_time: startAt ?? '1970-01-01T00:00:00Z',
      begin_time: '1970-01-01T00:00:00Z',
      ...(bounds.cursor !== undefined && { cursor: bounds.cursor }),
    })
    const answer = await source.call({ path: `payments?${query}` })
    return answer.map((found) =>
      pageOf(
        found,
        listAt(found, '/payments').map((payment) => paymentDocument(payment, source)),
      ),
    )
  })

interface Page extends Omit<StagePage, 'next'> {
  readonly cursor: string | undefined
}

function pageOf(answer: SquareAnswer | undefined, documents: readonly WireDocument[]): Page {
  return { documents, cursor: cursorIn(answer), date: answer?.date ?? null }
}

function paymentDocument(payment: unknown, { apiVersion }: Source): WireDocument {
  const key = textIn(payment, '/id')
  return documentOf('payment@rest', { key, wire: { payment }, apiVersion })
}

interface Walk {
  readonly bounds: Bounds
  readonly source: Source
  readonly atOnce: number
}

/** A page of the next few locations: those of the page before while it goes on, else those behind them. */
async function byLocations(
  { bounds, source, atOnce }: Walk,
  ask: (locations: readonly string[]) => Promise<Result<Page, Failure>>,
): Promise<Result<StagePage, Failure>> {
  const known = await locationsOf(bounds, source)
  if (known.isErr()) return err(known.error)
  const asked = known.value.slice(0, atOnce)
  if (asked.length === 0) return ok({ documents: [], date: null })
  const page = await ask(asked)
  return page.map(({ cursor, documents, date }) => {
    if (cursor !== undefined) {
      return {
        documents,
        date, // one more than is asked about tells that others follow
        next: { cursor, locations: known.value.slice(0, atOnce + 1) },
      }
    }
    const last = asked.at(-1) as string
    return known.value.length > asked.length
      ? { documents, date, next: { after: last } }
      : { documents, date }
  })
}

/** The ids of the locations that are still to be asked about, in an order that stays. */
async function locationsOf(
  { locations, after = '' }: Bounds,
  { call }: Source,
): Promise<Result<readonly string[], Failure>> {
  if (locations !== undefined) return ok(locations)
  const answer = await call({ path: 'locations' })
  return answer.map((found) =>
    listAt(found, '/locations')
      .map((location) => textIn(location, '/id'))
      .filter((id) => id > after)
      .sort(),
  )
}
