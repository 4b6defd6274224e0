import {
  absent,
  bool,
  constant,
  from,
  group,
  type Handle,
  instant,
  mapping,
  maybe,
  needs,
  type Rule,
  refuse,
  single,
  text,
  textRef,
} from '@canonry/mapping'
import { type Gtin, parseGtin, printGtin, type Unit, Variant } from '@canonry/model'
import { valueAt } from '@canonry/pack'
import { carriedIn } from '../wire/carried.js'
import {
  OTHER_TYPES,
  UNREAD_OBJECT,
  UNREAD_VARIATION_DATA,
  WireVariation,
} from '../wire/catalog.js'
import { isOwn } from './refs.js'
import { OWN_UNIT, unitIn } from './unit.js'

/** What a variation is told of the answer that it stands in. */
export interface CatalogContext {
  readonly account: string
  /** The objects that the answer brings along, measurement units among them. */
  readonly related?: unknown
}

/** A variation of an item: what is sold and counted. */
export const variantMapping = mapping({
  system: 'square',
  entity: 'Variant',
  wire: WireVariation,
  canonical: Variant,
  needs: needs<CatalogContext>(),
  map: ($) => ({
    refs: single(from($.id, textRef('ItemVariation')), { owns: isOwn('ItemVariation') }),
    product: maybe($.item_variation_data.item_id, textRef('Item')),
    sku: sku($.item_variation_data.sku),
    gtins: single(barcode($.item_variation_data.upc)),
    title: maybe($.item_variation_data.name, text),
    options: constant([]),
    unit: unit($.item_variation_data.measurement_unit_id),
    measure: absent('Square knows no net content'),
    weight: absent('Square knows no weight'),
    dimensions: absent('Square knows no sizes'),
    taxCategory: absent('taxes stand on the item, by their ids, which are carried'),
    customs: absent('Square sends nothing across borders'),
    requiresShipping: absent('the type of the item is carried'),
    tracked: maybe($.item_variation_data.track_inventory, bool),
    components: constant([]),
    pack: absent('a stockable conversion is carried'),
    updatedAt: maybe($.updated_at, instant),
    attributes: absent('custom attributes are carried; an overlay gives them types'),
  }),
  preserve: ($) => [
    $.item_data,
    ...carriedIn($.item_variation_data, UNREAD_VARIATION_DATA),
    ...carriedIn($, UNREAD_OBJECT),
    ...carriedIn($, OTHER_TYPES),
  ],
})

type Text = Handle<string | null | undefined>

function sku(place: Text): Rule<string | undefined> {
  return group(
    { sku: [place, text] },
    {
      doc: 'SKU; an empty one is none',
      loss: 'an empty SKU and none are the same',
      get: ({ sku }) => (sku === '' ? undefined : sku),
      put: (said) => ({ sku: said }),
    },
  )
}

/** The barcode of a variation, where it is a GTIN: the field takes any digits. */
function barcode(place: Text): Rule<Gtin | undefined> {
  return group(
    { upc: [place, text] },
    {
      doc: 'UPC, where its check digit is right',
      loss: 'a number that is no GTIN; in which length it was written',
      get: ({ upc }) => (upc === undefined ? undefined : parseGtin(upc).unwrapOr(undefined)),
      put: (said) => ({ upc: said === undefined ? undefined : printGtin(said) }),
    },
  )
}

/** What is counted: pieces, unless the variation names a unit; ZZ where the answer has no such unit. */
function unit(place: Text): Rule<Unit, CatalogContext> {
  return group(
    { id: [place, text] },
    {
      doc: 'pieces without a measurement unit; with one, that of the related object, else ZZ',
      loss: 'which unit, where the answer does not have it',
      get: ({ id }, { related }: CatalogContext) =>
        id === undefined ? 'C62' : unitById(id, related),
      put: (said, { related }) => {
        if (said === 'C62') return { id: undefined }
        const id = idOfUnit(said, related)
        return id === undefined ? NO_UNIT : { id }
      },
    },
  )
}

const NO_UNIT = refuse('no-place', 'pieces, or a unit of the catalogue')

function unitById(id: string, related: unknown): Unit {
  const found = unitsIn(related).find((unit) => unit.id === id)
  return found?.unit ?? OWN_UNIT
}

function idOfUnit(said: Unit, related: unknown): string | undefined {
  return unitsIn(related).find(({ unit }) => unit === said)?.id
}

function unitsIn(related: unknown): readonly { readonly id: string; readonly unit: Unit }[] {
  if (!Array.isArray(related)) return []
  return related.flatMap((object: unknown) => {
    const id = valueAt(object, '/id')
    const unit = unitIn(valueAt(object, '/measurement_unit_data/measurement_unit'))
    return typeof id === 'string' && unit !== undefined ? [{ id, unit }] : []
  })
}
