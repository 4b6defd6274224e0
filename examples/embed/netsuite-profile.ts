import type { NetsuiteProfileInput } from '@canonry/pack-netsuite'

/** The internal ids of one NetSuite account that orders are booked with. */
export const profile: NetsuiteProfileInput = {
  subsidiary: '1',
  currencies: { EUR: '1', USD: '2' },
  discountItem: '9001',
  shipItem: '9002',
  tipItem: '9003',
  dutyItem: '9004',
  feeItem: '9005',
  roundingItem: '9006',
  otherItem: '9007',
  taxCode: '9101',
  guestCustomer: '9200',
}
