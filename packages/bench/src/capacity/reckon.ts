import { type Business, DOCUMENT_BYTES, LOAD, ORDER, TICKET } from './businesses.js'
import type { UnitCost } from './measure-cost.js'
import type { CapacityFigures } from './run-capacity.js'

/** What a kind of work costs: µs and bytes. */
export type Price = Pick<UnitCost, 'client' | 'server' | 'wal' | 'disk'>

/** How much of each kind of work. */
export interface Amounts {
  readonly fresh: number
  readonly updates: number
  readonly effects: number
}

/** What a business needs. */
export interface Needs {
  readonly day: Amounts
  /** In a second of the busiest time. */
  readonly peak: Amounts
  /** Processor cores that are busy at the peak. */
  readonly clientCores: number
  readonly serverCores: number
  readonly walPerSecond: number
  readonly diskPerMonth: number
  readonly processes: number
  /** Connections to the database. */
  readonly sessions: number
}

const MICROS = 1_000_000
const DAYS = 30
const MEASURED_BYTES = 113

/** What an effect costs: what an update with it costs more than one without. */
export function effectPrice({ told, update }: Pick<CapacityFigures, 'told' | 'update'>): Price {
  return {
    client: told.client - update.client,
    server: told.server - update.server,
    wal: told.wal - update.wal,
    disk: told.disk - update.disk,
  }
}

/** Reckons what a business needs from what was measured. */
export function reckon(business: Business, figures: CapacityFigures): Needs {
  const day = dayOf(business)
  const peak = peakOf(business, day)
  const clientCores = priced(peak, figures, 'client') / MICROS
  const processes = Math.max(2, Math.ceil(clientCores / LOAD))
  const larger = DOCUMENT_BYTES - MEASURED_BYTES
  const [alone] = figures.workers
  return {
    day,
    peak,
    clientCores,
    serverCores: priced(peak, figures, 'server') / MICROS,
    walPerSecond: priced(peak, figures, 'wal') + larger * (peak.fresh + peak.updates),
    diskPerMonth: DAYS * (priced(day, figures, 'disk') + larger * (day.fresh + day.updates)),
    processes,
    sessions: processes * (alone?.idle.sessions ?? Number.NaN),
  }
}

function dayOf({ ticketsPerDay, ordersPerDay }: Business): Amounts {
  const of = (kind: keyof Amounts) => ticketsPerDay * TICKET[kind] + ordersPerDay * ORDER[kind]
  return { fresh: of('fresh'), updates: of('updates'), effects: of('effects') }
}

function peakOf({ openHours, peak, storm }: Business, day: Amounts): Amounts {
  const factor = peak / (openHours * 3_600)
  return {
    fresh: day.fresh * factor,
    updates: day.updates * factor + storm,
    effects: day.effects * factor + storm,
  }
}

function priced(amounts: Amounts, figures: CapacityFigures, what: keyof Price): number {
  const { fresh, update } = figures
  const effect = effectPrice(figures)
  return (
    amounts.fresh * fresh[what] + amounts.updates * update[what] + amounts.effects * effect[what]
  )
}
