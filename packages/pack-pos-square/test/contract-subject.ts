import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fieldListSpec, movedPlaces } from '@canonry/mapping'
import { arbitraryEntity } from '@canonry/mapping/testing'
import { partDocuments, type Resource, staticCredentials, systemEnv, valueAt } from '@canonry/pack'
import type { PackSubject, RecordedDocument, ResourceProof } from '@canonry/pack/testing'
import fc from 'fast-check'
import { goldenDocuments } from '../../pack/test/golden-documents.js'
import type { SpecFile } from '../coverage.js'
import { square } from '../src/index.js'
import { RESOURCES } from '../src/resources.js'
import { examples } from './corpus.js'

const goldens = join(import.meta.dirname, 'goldens')
const context = { account: 'M1' }

const answers = (...names: string[]) => names.map((name) => `responses/${name}Response`)

// moments of the specification's examples of adjustments and transfers are none: their hour is 25
const recorded: Readonly<Record<string, readonly RecordedDocument[]>> = {
  // that of BatchRetrieveOrders is shortened: no order is without a moment of creation
  'order@rest': examples(answers('CreateOrder', 'RetrieveOrder', 'UpdateOrder', 'CloneOrder')),
  'payment@rest': [
    ...examples(
      answers('GetPayment', 'CreatePayment', 'CompletePayment', 'UpdatePayment', 'CancelPayment'),
    ),
    ...examples(answers('ListPayments'), { at: '/payments/0', as: 'payment' }),
  ],
  'payment@webhook': examples(['webhooks/payment.created', 'webhooks/payment.updated']),
  'inventoryCount@rest': examples(answers('RetrieveInventoryCount'), {
    at: '/counts/0',
    as: 'count',
  }),
  'inventoryPhysicalCount@rest': examples(answers('RetrieveInventoryPhysicalCount'), {
    at: '/count',
    as: 'physical_count',
  }),
  'location@rest': [
    ...examples(answers('RetrieveLocation', 'CreateLocation', 'UpdateLocation')),
    ...examples(answers('ListLocations'), { at: '/locations/1', as: 'location' }),
  ],
}

const URL = 'https://app.example/hooks/tills'
const body = '{"merchant_id":"M1","type":"order.updated","event_id":"e","data":{"id":"T1"}}'
const header = 'x-square-hmacsha256-signature'
const signature = createHmac('sha256', 'key').update(URL).update(body).digest('base64')
const ports = { env: systemEnv(), credentials: staticCredentials({ tills: {} }) }

/** What the connector puts beside documents that name variations: in the laws, beside all of them. */
const catalogue = {
  VMUG: { sku: 'MUG-330' },
  VCOFFEE: {
    sku: 'COFFEE-BULK',
    measurement_unit: { weight_unit: 'METRIC_KILOGRAM', type: 'TYPE_WEIGHT' },
  },
  VTEA: { sku: 'TEA-50' },
}
/** What the connector puts beside orders that take back. */
const paymentRefundsOf = (wire: object) =>
  listOf(valueAt(wire, '/order/returns')).map((returned, index) => ({
    id: `P1_R${index}`,
    status: 'COMPLETED',
    amount_money: { amount: 100, currency: 'USD' },
    source_order_id: valueAt(returned, '/source_order_id') ?? '',
    destination: 'SQUARE_GIFT_CARD',
  }))
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const variation = fc.constantFrom(...Object.keys(catalogue), 'VGONE')

type Parts = NonNullable<ResourceProof['parts']>
type Overrides = NonNullable<NonNullable<Parts['stockMove']>['overrides']>

/** What stands where the schema says no more than text: a known variation, and goods in stock. */
const COUNTED: Overrides = {
  wire: { '/state': fc.constant('IN_STOCK'), '/catalog_object_id': variation },
}
const CHANGED: Overrides = { wire: { '/catalog_object_id': variation } }
const overrides: Readonly<Record<string, Overrides>> = {
  'inventoryCount@rest stockPosition': COUNTED,
  'inventoryPhysicalCount@rest stockPosition': COUNTED,
  'inventoryAdjustment@rest stockMove': CHANGED,
  'inventoryTransfer@rest stockMove': CHANGED,
  'order@rest order': { wire: { '/line_items/*/catalog_object_id': variation } },
  'order@rest return': { wire: { '/return_line_items/*/catalog_object_id': variation } },
}

/** The Square pack with everything that proves it. */
export const squareSubject: PackSubject = {
  pack: square,
  connector: square.connect({ id: 'tills', merchant: 'M1' }).open(ports),
  signed: { url: URL, body, secret: 'key', header, headers: { [header]: signature } },
  context,
  goldens,
  exemptions: [
    {
      case: 'location@rest gives documents their versions',
      of: ['none'],
      reason: 'Square says when a location was made, and not when it changed',
    },
    {
      case: 'inventoryCount@rest reads oversold without errors',
      of: ['negative-stock'],
      reason: 'Square counts below zero where more was sold than it knew of',
    },
  ],
  // ten mappings: this many values each, and the laws together take as long as those of other packs
  runs: 40,
  resources: Object.fromEntries(RESOURCES.map((resource) => [resource.name, proofOf(resource)])),
}

function proofOf(resource: Resource): ResourceProof {
  const { name } = resource
  const file: SpecFile = JSON.parse(
    readFileSync(join(import.meta.dirname, `../specs/${name}.json`), 'utf8'),
  )
  const documents = [...goldenDocuments(join(goldens, name)), ...(recorded[name] ?? [])].map(
    (document) => (namesVariations(resource) ? beside(document) : document),
  )
  return {
    specs: [fieldListSpec(file)],
    ...(file.places ? { places: movedPlaces(file.places) } : {}),
    recorded: documents,
    parts: partsOf(resource, documents),
  }
}

function namesVariations({ parts }: Resource): boolean {
  return parts.some(({ handed }) => handed?.['catalogue'] !== undefined)
}

function beside({ name, wire }: RecordedDocument): RecordedDocument {
  const known = wire as object
  return { name, wire: { ...known, catalogue, payment_refunds: paymentRefundsOf(known) } }
}

/** Sound entities are those that Square's own documents say: their names follow from each other. */
function partsOf(
  resource: Resource,
  documents: readonly RecordedDocument[],
): NonNullable<ResourceProof['parts']> {
  const found = documents.flatMap(({ wire }) => partDocuments(resource, wire, context).unwrapOr([]))
  const parts = resource.parts.map(({ entity, mapping }) => {
    const known = found.find(({ part }) => part.mapping === mapping)?.context ?? context
    const own = overrides[`${resource.name} ${entity}`]
    const options = { context: known, ...(own ? { overrides: own } : {}) }
    return [
      entity,
      { entities: arbitraryEntity(mapping, options), ...(own ? { overrides: own } : {}) },
    ]
  })
  return Object.fromEntries(parts)
}
