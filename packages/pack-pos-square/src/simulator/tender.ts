import type { Wire } from './wire.js'

/** What a ticket is paid with, or money goes back to. */
export type Tender = 'cash' | 'card' | 'gift-card'

/** What a tender is called. */
export const TENDER_TYPES: Readonly<Record<Tender, string>> = {
  cash: 'CASH',
  card: 'CARD',
  'gift-card': 'SQUARE_GIFT_CARD',
}

/** The card of a tender; none where it was paid in cash. */
export function cardOf(tender: Tender): Wire {
  if (tender === 'cash') return {}
  const brand = tender === 'card' ? 'VISA' : 'SQUARE_GIFT_CARD'
  return { card_details: { status: 'CAPTURED', card: { card_brand: brand, last_4: '1111' } } }
}
