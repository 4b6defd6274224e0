import { namesOf, type RecordSchema, type SublistSchema, setOf } from './record-schema.js'

// property names: REST API Browser 2026.1, inventoryAdjustment
const HEADER = namesOf(`
  account accountingBookDetail adjLocation class cleared clearedDate createdDate customForm customer
  deletionReason deletionReasonMemo department estimatedTotalValue excludeFromGLNumbering externalId
  id inventory lastModifiedDate links location memo postingPeriod prevDate primaryBookBaseCurrency
  refName subsidiary tranDate tranId transactionNumber
`)

const LINE = namesOf(`
  adjustQtyBy binNumbers class costingMethod currency currentValue department description
  exchangeRate expirationDate foreignCurrencyUnitCost inventoryDetail item label labelCurrency
  labelFxUnitCost line links location memo newQuantity quantityOnHand refName serialNumbers
  subsidiary unitCost units
`)

const INVENTORY: SublistSchema = {
  properties: LINE,
  key: 'line',
  references: { item: 'item', location: 'location' },
  readOnly: setOf('currentValue links quantityOnHand refName'),
  subrecords: [],
}

/** The inventory adjustment, as REST web services know it. */
export const INVENTORY_ADJUSTMENT: RecordSchema = {
  name: 'inventoryAdjustment',
  transaction: true,
  properties: HEADER,
  references: {
    account: 'account',
    adjLocation: 'location',
    location: 'location',
    subsidiary: 'subsidiary',
  },
  enums: [],
  readOnly: setOf(`
    createdDate estimatedTotalValue id lastModifiedDate links refName transactionNumber
  `),
  subrecords: [],
  sublists: { inventory: INVENTORY },
}
