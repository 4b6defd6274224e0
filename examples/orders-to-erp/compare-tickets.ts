import { compareDecimals, negateDecimal } from '@canonry/model'
import { externalIdOf } from '@canonry/pack-netsuite'
import type { SimulatedSale } from '@canonry/pack-netsuite/simulator'
import type { TillBooking } from '@canonry/pack-pos-square/simulator'
import { ticketRef } from './document-refs.js'
import { groupBy } from './group-by.js'
import type { World } from './world.js'

/** What became of the tills' tickets in the ERP. */
export interface TicketReport {
  readonly sales: number
  readonly refunds: number
  /** Tickets that are not booked once and to the cent, in words; and documents that no till knows. */
  readonly wrong: readonly string[]
}

/** Compares the tills' own books with the ERP's, cent by cent. */
export function compareTickets({ tills, erp }: World): TicketReport {
  const documents = [...erp.cashSales(), ...erp.cashRefunds()]
  const byName = groupBy(documents, ({ externalId = '' }) => externalId)
  const bookings = tills.books()
  const known = new Set(bookings.map(nameOf))
  const unknown = documents
    .filter(({ externalId = '' }) => !known.has(externalId))
    .map(({ externalId, id }) => `${externalId ?? id}: no till knows it`)
  return {
    sales: bookings.filter(({ kind }) => kind === 'sale').length,
    refunds: bookings.filter(({ kind }) => kind === 'return').length,
    wrong: [
      ...bookings.flatMap((booking) => judge(booking, byName.get(nameOf(booking)) ?? [])),
      ...unknown,
    ],
  }
}

function judge(booking: TillBooking, documents: readonly SimulatedSale[]): string[] {
  const { id, kind, total } = booking
  const [document] = documents
  if (!document || documents.length > 1)
    return [`${kind} ${id} is booked ${documents.length} times`]
  const given = kind === 'sale' ? total.amount : negateDecimal(total.amount)
  if (compareDecimals(document.total, given) === 0) return []
  return [`${kind} ${id}: the till says ${given}, the ERP ${document.total}`]
}

function nameOf(booking: TillBooking): string {
  return externalIdOf(ticketRef(booking))
}
