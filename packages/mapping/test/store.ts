import {
  absent,
  derived,
  each,
  eachEntry,
  from,
  int,
  intText,
  joint,
  mapping,
  maybe,
  needs,
  nest,
  pairs,
  refuse,
  table,
  text,
} from '@canonry/mapping'
import { personalData } from '@canonry/model'
import fc from 'fast-check'
import { z } from 'zod'

const Shelf = z.object({ sku: z.string(), count: z.int() })
const Manager = z.object({
  name: personalData(z.string(), 'direct').optional(),
  phone: personalData(z.string(), 'direct').optional(),
})
const Guest = z.object({ name: z.string() })

const Store = z.object({
  name: z.string(),
  opens: z.string().optional(),
  closes: z.string().optional(),
  kind: z.enum(['shop', 'outlet', 'unknown']),
  shelves: z.array(Shelf),
  units: z.int(),
  manager: Manager.optional(),
  guests: z.array(Guest),
  motto: z.string().optional(),
  area: z.int().optional(),
  floor: z.string().optional(),
  zone: z.string(),
})
export type Store = z.infer<typeof Store>

const WireShelf = z.object({ sku: z.string(), count: z.int() })
const WireManager = z.object({ name: z.string().nullish(), tel: z.string().nullish() })

/** The store as its till sends it. */
export const WireStore = z.object({
  name: z.string(),
  hours: z.string().nullish(),
  kind: z.string(),
  stock: z.record(z.string(), WireShelf.omit({ sku: true })),
  manager: WireManager.nullish(),
  guests: z.array(z.object({ name: z.string(), vip: z.boolean().optional() })),
  extras: z.array(z.object({ label: z.string(), text: z.string() })).nullish(),
  tz: z.string(),
  printer: z.unknown().optional(),
  checksum: z.string().optional(),
})

const shelfMapping = mapping({
  system: 'till',
  entity: 'Shelf',
  wire: WireShelf,
  canonical: Shelf,
  map: ($) => ({ sku: from($.sku, text), count: from($.count, int, { write: 'setCount' }) }),
})

const managerMapping = mapping({
  system: 'till',
  entity: 'Manager',
  wire: WireManager,
  canonical: Manager,
  map: ($) => ({ name: maybe($.name, text), phone: maybe($.tel, text, { write: 'setPhone' }) }),
})

const guestMapping = mapping({
  system: 'till',
  entity: 'Guest',
  wire: WireStore.shape.guests.element,
  canonical: Guest,
  needs: needs<{ readonly zone: string }>(),
  map: ($) => ({ name: from($.name, text) }),
  preserve: ($) => [$.vip],
})

/** A store of a till that exists for these tests only: the kinds of rule that an order needs not. */
export const storeMapping = mapping({
  system: 'till',
  entity: 'Store',
  wire: WireStore,
  canonical: Store,
  context: ($) => ({ zone: $.tz }),
  map: ($) => ({
    name: from($.name, text, { note: 'as it stands over the door' }),
    ...joint(
      { hours: [$.hours, text] },
      {
        fields: ['opens', 'closes'],
        doc: 'opening and closing, with a dash between',
        get: ({ hours }) => {
          if (hours === undefined) return { opens: undefined, closes: undefined }
          const [opens, closes] = hours.split('-')
          return opens && closes ? { opens, closes } : refuse('hours', 'two times')
        },
        put: ({ opens, closes }) => ({
          hours: opens === undefined ? undefined : `${opens}-${closes}`,
        }),
      },
      { write: 'setHours' },
    ),
    kind: from($.kind, table({ S: 'shop', M: 'shop', O: 'outlet' }, { unknown: 'unknown' }), {
      write: 'setKind',
    }),
    shelves: eachEntry($.stock, shelfMapping, ({ sku }) => sku, { keyed: 'sku', write: 'stockUp' }),
    units: derived('all that stands on shelves', ({ shelves }: Pick<Store, 'shelves'>) =>
      shelves.reduce((sum, { count }) => sum + count, 0),
    ),
    manager: nest($.manager, managerMapping, { write: 'setManager' }),
    guests: each($.guests, guestMapping, ({ name }) => name),
    ...pairs($.extras, { name: 'label', value: 'text' }, { motto: text, area: ['m2', intText] }),
    floor: absent('tills know no floors'),
    zone: from($.tz, text),
  }),
  preserve: ($) => [$.printer],
  ignore: ($) => [[$.checksum, 'says whether the line was noisy']],
})

/** A plain store. */
export const store: Store = {
  name: 'Ulm',
  opens: '9:00',
  closes: '18:00',
  kind: 'shop',
  shelves: [
    { sku: 'A/1', count: 3 },
    { sku: 'B', count: 1 },
  ],
  units: 4,
  manager: { name: 'Ada', phone: '1' },
  guests: [{ name: 'Bo' }, { name: 'Cy' }],
  zone: 'Europe/Berlin',
}

const words = fc.string({ maxLength: 4 })
const gap = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 })

/** Stores as the till could send them. */
export const arbitraryWireStore: fc.Arbitrary<unknown> = fc.record(
  {
    name: words,
    hours: gap(fc.constantFrom('9:00-18:00', '9:00-20:00', '10:00-20:00')),
    kind: fc.constantFrom('S', 'M', 'O', 'X'),
    stock: fc.dictionary(words, fc.record({ count: fc.nat({ max: 3 }) }), { maxKeys: 3 }),
    manager: gap(
      fc.record({ name: gap(words), tel: gap(words), badge: fc.nat() }, { requiredKeys: [] }),
    ),
    guests: fc.array(fc.record({ name: fc.constantFrom('Ada', 'Bo', 'Cy'), vip: fc.boolean() }), {
      maxLength: 4,
    }),
    extras: gap(
      fc.array(
        fc.record({
          label: fc.constantFrom('motto', 'm2', 'other'),
          text: fc.constantFrom('1', '20', '300'),
        }),
        { maxLength: 4 },
      ),
    ),
    tz: fc.constantFrom('Europe/Berlin', 'Asia/Tokyo'),
    printer: words,
    checksum: words,
  },
  { requiredKeys: ['name', 'kind', 'stock', 'guests', 'tz'] },
)
