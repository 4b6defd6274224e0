/**
 * The official specifications that the resources of this pack are measured against.
 *
 * Oracle publishes the properties of records in the REST API Browser; the simulator knows them by
 * name. Their list is kept in `specs/`, which is published, so that `canonry coverage` and
 * `canonry docs` need nothing else. As a program this writes `specs/` anew.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FieldList } from '@canonry/mapping'
import { VERSION } from './src/resources.js'
import { CASH_REFUND } from './src/simulator/cash-refund-schema.js'
import { CASH_SALE } from './src/simulator/cash-sale-schema.js'
import { CUSTOMER } from './src/simulator/customer-schema.js'
import { ADDRESS_PROPERTIES, type RecordSchema } from './src/simulator/record-schema.js'
import { SALES_ORDER } from './src/simulator/sales-order-schema.js'
import { KEY_COLUMN } from './src/wire/line-key.js'

const SPECS = join(import.meta.dirname, 'specs')
const LINE = '/item/items/*'
const DETAIL = '/taxDetails/items/*'
const PAGING = ['count', 'hasMore', 'links', 'offset', 'totalResults']

/** A list of fields, and where the places of the folded document stand in the one that is sent. */
export interface SpecFile extends FieldList {
  readonly resource: string
  readonly places: Readonly<Record<string, readonly string[]>>
}

/** The fields of the specification of every resource. */
export function specFiles(): Readonly<Record<string, SpecFile>> {
  return {
    'salesOrder@rest.json': { ...specOf(SALES_ORDER), places: ORDER_PLACES },
    'cashRefund@rest.json': { ...specOf(CASH_REFUND), places: REFUND_PLACES },
    'cashSale@rest.json': {
      ...specOf(CASH_SALE),
      places: { ...ORDER_PLACES, '/giftCard': [LINE] },
    },
    'customer@rest.json': {
      ...specOf(CUSTOMER),
      places: { '/address': ['/addressBook/items/*'] },
    },
  }
}

const ORDER_PLACES: SpecFile['places'] = {
  '/goods/*': [LINE],
  '/goods/*/key': [`${LINE}/${KEY_COLUMN}`],
  '/goods/*/discounts/*': [LINE],
  '/goods/*/taxes/*': [DETAIL],
  '/charges/*': [LINE],
  '/charges/*/key': [`${LINE}/${KEY_COLUMN}`],
  '/charges/*/kind': [`${LINE}/${KEY_COLUMN}`],
  '/charges/*/amount': [`${LINE}/amount`, '/shippingCost'],
  '/charges/*/taxes/*': [DETAIL],
  '/rounding': [LINE],
  '/itemList': PAGING.map((name) => `/item/${name}`),
  '/taxDetailList': PAGING.map((name) => `/taxDetails/${name}`),
}

const REFUND_PLACES: SpecFile['places'] = {
  ...ORDER_PLACES,
  '/giftCard': [LINE],
  '/allowances/*': [LINE],
  '/allowances/*/key': [`${LINE}/${KEY_COLUMN}`],
  '/allowances/*/taxes/*': [DETAIL],
  '/adjustments/*': [LINE],
  '/adjustments/*/key': [`${LINE}/${KEY_COLUMN}`],
}

function specOf(schema: RecordSchema): FieldList & { readonly resource: string } {
  const { name, properties, subrecords, sublists } = schema
  const fields = [
    ...propertiesOf('', { properties, subrecords }),
    ...Object.entries(sublists).flatMap(([sublist, element]) => [
      ...PAGING.map((paging) => `/${sublist}/${paging}`),
      ...propertiesOf(`/${sublist}/items/*`, element),
    ]),
  ]
  const title = `NetSuite REST API Browser ${VERSION}, ${name} without custom fields`
  return { resource: `${name}@rest`, title, fields }
}

function propertiesOf(
  around: string,
  { properties, subrecords }: Pick<RecordSchema, 'properties' | 'subrecords'>,
): readonly string[] {
  return [...properties.values()].flatMap((property) => {
    const pointer = `${around}/${property}`
    if (!subrecords.includes(property)) return [pointer]
    return [pointer, ...[...ADDRESS_PROPERTIES.values()].map((name) => `${pointer}/${name}`)]
  })
}

if (process.argv[1] === import.meta.filename) {
  for (const [file, spec] of Object.entries(specFiles())) {
    writeFileSync(join(SPECS, file), `${JSON.stringify(spec, null, 2)}\n`)
  }
}
