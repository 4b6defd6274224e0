import { join } from 'node:path'
import { fieldListSpec, movedPlaces } from '@canonry/mapping'
import { arbitraryEntity } from '@canonry/mapping/testing'
import { staticCredentials, systemEnv } from '@canonry/pack'
import type { PackSubject, ResourceProof } from '@canonry/pack/testing'
import { netsuite } from '@canonry/pack-netsuite'
import fc from 'fast-check'
import { goldenDocuments } from '../../pack/test/golden-documents.js'
import { specFiles } from '../coverage.js'
import {
  booked,
  givenBack,
  orderOverrides,
  profile,
  refundOverrides,
  rungUp,
} from './map-overrides.js'
import { ACCOUNT } from './world.js'

const ports = { env: systemEnv(), credentials: staticCredentials({ erp: {} }) }
const connection = netsuite.connect({ id: 'erp', account: ACCOUNT, profile })
const specs = Object.fromEntries(
  Object.values(specFiles()).map((file) => [
    file.resource,
    { specs: [fieldListSpec(file)], places: movedPlaces(file.places) },
  ]),
)
const goldens = join(import.meta.dirname, 'goldens')

// a barcode is rare among all texts
const itemOverrides = {
  wire: { '/upccode': fc.constantFrom('4006381333931', '036000291452', 'A1') },
}

// so are types of orders, and a memo that is the external id
const OWN = 'ledger_acme_Correction_C1'
const moveOverrides = {
  wire: {
    '/ordertype': fc.constantFrom('SalesOrd', 'RtnAuth', 'PurchOrd', 'VendAuth', 'TrnfrOrd', 'Any'),
    '/externalid': fc.constantFrom(OWN, 'a_b'),
    '/memo': fc.constantFrom(OWN, 'a_b'),
    '/transaction': fc.constantFrom('1', '5001'),
    '/line': fc.constantFrom('1', '2'),
    '/createdat': fc.constantFrom('2026-11-24 11:05:12', '2026-10-25 02:30:00'),
    '/zone': fc.constantFrom('Europe/Berlin', 'America/Los_Angeles', 'UTC'),
  },
}

const STOCK = ['item@suiteql', 'location@suiteql', 'itemLocation@suiteql', 'stockMove@suiteql']
const OVERRIDES: Readonly<Record<string, { wire: Record<string, fc.Arbitrary<unknown>> }>> = {
  variant: itemOverrides,
  stockMove: moveOverrides,
}

/** Sound entities are those that rows say: their names follow from each other. */
function stockProof(name: string): ResourceProof {
  const parts = connection.resources[name]?.parts.map(({ entity, mapping }) => {
    const overrides = OVERRIDES[entity] ? { overrides: OVERRIDES[entity] } : {}
    const options = { context: { account: ACCOUNT }, ...overrides }
    return [entity, { entities: arbitraryEntity(mapping, options), ...overrides }] as const
  })
  return {
    recorded: goldenDocuments(join(goldens, name)),
    parts: Object.fromEntries(parts ?? []),
  }
}

/** The NetSuite pack with everything that proves it. */
export const netsuiteSubject: PackSubject = {
  // a connection's own resources know the currencies of its profile
  pack: { ...netsuite, resources: connection.resources },
  connector: connection.open(ports),
  context: { account: ACCOUNT },
  exemptions: [
    ...['location@suiteql', 'item@suiteql'].map((resource) => ({
      case: `${resource} gives documents their versions`,
      of: ['none'],
      reason: 'a query tells no version, and rows come from pulls alone, one after the other',
    })),
    ...['cashSale@rest', 'salesOrder@rest'].map((resource) => ({
      case: `order (${resource}) keeps Keys`,
      of: ['/lines/*/discounts'],
      reason: 'a discount line in NetSuite has no name of its own',
    })),
    ...['cashRefund@rest', 'cashSale@rest', 'salesOrder@rest'].map((resource) => ({
      case: `${resource} accounts for every field`,
      of: ['/item/items/*/custcol_canonry_line'],
      reason: 'the column that names our lines is a custom field, which no specification lists',
    })),
  ],
  goldens,
  resources: {
    ...specs,
    ...Object.fromEntries(STOCK.map((name) => [name, stockProof(name)])),
    'customer@rest': {
      ...specs['customer@rest'],
      recorded: goldenDocuments(join(goldens, 'customer@rest')),
    },
    'cashRefund@rest': {
      ...specs['cashRefund@rest'],
      recorded: goldenDocuments(join(goldens, 'cashRefund@rest')),
      parts: { refund: { overrides: refundOverrides, entities: givenBack } },
    },
    'cashSale@rest': {
      ...specs['cashSale@rest'],
      recorded: goldenDocuments(join(goldens, 'cashSale@rest')),
      parts: { order: { overrides: orderOverrides, entities: rungUp } },
    },
    'salesOrder@rest': {
      ...specs['salesOrder@rest'],
      recorded: goldenDocuments(join(goldens, 'salesOrder@rest')),
      parts: { order: { overrides: orderOverrides, entities: booked } },
    },
  },
}
