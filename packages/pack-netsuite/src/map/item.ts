import {
  absent,
  constant,
  from,
  group,
  type Handle,
  mapping,
  maybe,
  needs,
  type Rule,
  single,
  text,
  textRef,
} from '@canonry/mapping'
import { type Gtin, parseGtin, printGtin, Variant } from '@canonry/model'
import { WireItem } from '../wire/stock.js'
import { article } from './article.js'

/** An item of the catalogue that is kept in stock. */
export const itemMapping = mapping({
  system: 'netsuite',
  entity: 'Variant',
  wire: WireItem,
  canonical: Variant,
  needs: needs<{ account: string }>(),
  map: ($) => ({
    refs: single(from($.id, textRef('item')), { owns: ({ kind }) => kind === 'item' }),
    product: absent('a parent item is carried'),
    sku: article($.itemid),
    gtins: single(barcode($.upccode)),
    title: maybe($.displayname, text),
    ...unsaid(),
  }),
  preserve: ($) => [$.itemtype, $.parent],
})

function unsaid() {
  const options: Rule<Variant['options']> = constant([])
  const components: Rule<Variant['components']> = constant([])
  return {
    options,
    unit: constant('C62'),
    measure: absent('not asked for'),
    weight: absent('not asked for'),
    dimensions: absent('NetSuite keeps no sizes'),
    taxCategory: absent('a tax schedule is a record of the account'),
    customs: absent('not asked for'),
    requiresShipping: absent('not asked for'),
    tracked: constant(true),
    components,
    pack: absent('units are records of the account'),
    updatedAt: absent('a query tells the day alone'),
    attributes: absent('custom fields are not asked for'),
  }
}

/** The barcode of an item, where it is a GTIN: the field takes any text. */
function barcode(place: Handle<string | undefined>): Rule<Gtin | undefined> {
  return group(
    { upc: [place, text] },
    {
      doc: 'UPC code, where its check digit is right',
      loss: 'a number that is no GTIN; in which length it was written',
      get: ({ upc }) => (upc === undefined ? undefined : parseGtin(upc).unwrapOr(undefined)),
      put: (said) => ({ upc: said === undefined ? undefined : printGtin(said) }),
    },
  )
}
