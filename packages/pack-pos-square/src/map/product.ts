import {
  absent,
  bool,
  constant,
  each,
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
import { Category, Product } from '@canonry/model'
import { carriedIn } from '../wire/carried.js'
import {
  OTHER_TYPES,
  UNREAD_ITEM_DATA,
  UNREAD_OBJECT,
  WireCategory,
  WireItem,
} from '../wire/catalog.js'
import { identifier } from './identifier.js'
import { isOwn } from './refs.js'

const categoryMapping = mapping({
  system: 'square',
  entity: 'Category',
  wire: WireCategory,
  canonical: Category,
  map: ($) => ({
    taxonomy: constant('square'),
    code: from($.id, identifier),
    name: absent('a category is an object of its own'),
  }),
  preserve: ($) => [$.ordinal],
})

/** An item of the catalogue; its variations are what is sold and counted. */
export const productMapping = mapping({
  system: 'square',
  entity: 'Product',
  wire: WireItem,
  canonical: Product,
  needs: needs<{ readonly account: string }>(),
  map: ($) => ({
    refs: single(from($.id, textRef('Item')), { owns: isOwn('Item') }),
    title: from($.item_data.name, text),
    description: maybe($.item_data.description, text),
    brand: absent('Square knows no brands'),
    status: status($.item_data.is_archived),
    categories: each($.item_data.categories, categoryMapping, ({ code }) => code, { absent: true }),
    options: constant([]),
    media: constant([]),
    tags: constant([]),
    createdAt: absent('Square keeps the last change alone'),
    updatedAt: maybe($.updated_at, instant),
    attributes: absent('custom attributes are carried; an overlay gives them types'),
  }),
  preserve: ($) => [
    $.item_variation_data,
    ...carriedIn($.item_data, UNREAD_ITEM_DATA),
    ...carriedIn($, UNREAD_OBJECT),
    ...carriedIn($, OTHER_TYPES),
  ],
})

function status(archived: Handle<boolean | null | undefined>): Rule<Product['status']> {
  return group(
    { archived: [archived, bool] },
    {
      doc: 'archived where is_archived, else active',
      loss: 'is_archived false and none are the same',
      get: ({ archived }): Product['status'] => (archived ? 'archived' : 'active'),
      put: (said) => {
        if (said === 'archived') return { archived: true }
        return said === 'active' ? { archived: undefined } : NO_WORD
      },
    },
  )
}

const NO_WORD = refuse('no-word', 'a product that is sold or archived')
