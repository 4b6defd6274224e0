/**
 * The official specification that the resources of this pack are measured against: Square's OpenAPI.
 *
 * Its fields are kept in `specs/`, which is published, so that `canonry coverage` and `canonry docs`
 * need nothing else. As a program this writes `specs/` anew.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FieldList, jsonSchemaSpec, listSpecFields } from '@canonry/mapping'
import { VERSIONS } from './src/resources.js'

const [VERSION] = VERSIONS
const SPECS = join(import.meta.dirname, 'specs')

/** Where the specification lies. */
export const OPEN_API: string = join(
  import.meta.dirname,
  `../../../shared/corpus/pos/square/spec/square-openapi-${VERSION}.trimmed.json`,
)

/** A list of fields, and where the places of a folded document stand in the one that is sent. */
export interface SpecFile extends FieldList {
  readonly resource: string
  readonly places?: Readonly<Record<string, readonly string[]>>
}

const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const at = (name: string, inside: unknown) => ({ type: 'object', properties: { [name]: inside } })

/** A thing that names variations, beside what the connector puts there of the catalogue. */
const named = (properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  properties: { ...properties, catalogue: { type: 'object' } },
})

/** A change of stock beside the unit of what changed. */
const change = (name: string, inside: unknown) =>
  named({ [name]: inside, measurement_unit: at('measurement_unit', schema('MeasurementUnit')) })

/** What each resource's document holds, in the words of the specification. */
const DOCUMENTS: Readonly<Record<string, object>> = {
  'order@rest': named({ order: schema('Order'), payment_refunds: { type: 'array' } }),
  'payment@rest': at('payment', schema('Payment')),
  'payment@webhook': at('data', at('object', at('payment', schema('Payment')))),
  'inventoryCount@rest': named({ count: schema('InventoryCount') }),
  'inventoryAdjustment@rest': change('adjustment', schema('InventoryAdjustment')),
  'inventoryTransfer@rest': change('transfer', schema('InventoryTransfer')),
  'inventoryPhysicalCount@rest': named({ physical_count: schema('InventoryPhysicalCount') }),
  'location@rest': at('location', schema('Location')),
  'catalogItem@rest': {
    type: 'object',
    properties: { object: schema('CatalogObject'), related_objects: { type: 'array' } },
  },
}

/** What the folds put into an order and its returns, and where that stands in the order as it is sent. */
const ORDER_PLACES: NonNullable<SpecFile['places']> = {
  '/currency': ['/total_money/currency'],
  '/tax_included': ['/taxes/*/type'],
  '/line_items/*/modifiers_price': ['/line_items/*/modifiers/*/base_price_money'],
  '/line_items/*/applied_taxes/*/tax': ['/taxes/*'],
  '/service_charges/*/applied_taxes/*/tax': ['/taxes/*'],
  '/return_line_items/*/applied_taxes/*/tax': ['/return_taxes/*'],
  '/unrounded_money': ['/total_money'],
  '/gift_card_money': ['/tenders/*/amount_money'],
  '/paid_money': ['/return_amounts/total_money'],
  '/return_line_items/*/elsewhere_money': ['/return_line_items/*/applied_taxes/*/applied_money'],
  '/return_line_items/*/money_alone': ['/return_line_items/*/item_type'],
  '/return_service_charges/*/applied_taxes/*/tax': ['/return_taxes/*'],
  '/return_service_charges/*/elsewhere_money': [
    '/return_service_charges/*/applied_taxes/*/applied_money',
  ],
}

/** The fields of the specification of every resource. */
export function specFiles(): Readonly<Record<string, SpecFile>> {
  const api = JSON.parse(readFileSync(OPEN_API, 'utf8')) as object
  const files = Object.entries(DOCUMENTS).map(([resource, document]) => {
    const title = `Square API ${VERSION}, ${resource.split('@')[0]}`
    const spec = jsonSchemaSpec({ ...api, ...document }, { title })._unsafeUnwrap()
    const places = resource === 'order@rest' ? { places: ORDER_PLACES } : {}
    return [`${resource}.json`, { resource, ...listSpecFields(spec), ...places }] as const
  })
  return Object.fromEntries(files)
}

if (process.argv[1] === import.meta.filename) {
  for (const [file, spec] of Object.entries(specFiles())) {
    writeFileSync(join(SPECS, file), `${JSON.stringify(spec, null, 2)}\n`)
  }
}
