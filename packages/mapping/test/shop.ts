import {
  absent,
  bool,
  cases,
  concat,
  constant,
  currency,
  decimal,
  each,
  from,
  group,
  int,
  mapping,
  maybe,
  needs,
  nest,
  nullable,
  position,
  rate,
  ref,
  refuse,
  single,
  table,
  tags,
  text,
  WireDecimal,
  WireId,
} from '@canonry/mapping'
import { Money, Ref } from '@canonry/model'
import fc from 'fast-check'
import { z } from 'zod'

const Tax = z.object({ title: z.string(), rate: z.string().optional() })
const WireTax = z.object({ title: z.string(), rate: WireDecimal.nullish() })

const Line = z.object({ key: z.string(), ref: Ref, price: Money, taxes: z.array(Tax) })
const WireLine = z.object({
  id: WireId,
  price: z.string().nullish(),
  price_set: z.object({ amount: z.string(), currency_code: z.string() }).nullish(),
  taxes: z.array(WireTax).nullish(),
})

const Fee = z.object({ kind: z.enum(['fee', 'tip']), amount: z.string() })
const WireFee = z.object({ amount: z.string() })

const Place = z.object({ city: z.string().optional() })
const WirePlace = z.object({ city: z.string().nullish() })

/** An order of a shop that exists for these tests only: every kind of rule once. */
export const ShopOrder = z.object({
  ref: Ref,
  number: z.string(),
  count: z.int(),
  note: z.string().optional(),
  currency: z.string(),
  paid: z.enum(['yes', 'no', 'unknown']),
  size: z.enum(['small', 'large', 'other']),
  end: z.object({ state: z.enum(['open', 'closed', 'cancelled']), at: z.string().optional() }),
  ship: Place.optional(),
  buyer: z.object({ id: z.string().optional(), vip: z.boolean().optional() }),
  tags: z.array(z.string()),
  lines: z.array(Line),
  fees: z.array(Fee),
  aliases: z.array(Ref),
  channel: z.literal('shop'),
  loyalty: z.string().optional(),
})
export type ShopOrder = z.infer<typeof ShopOrder>

/** The order as the shop sends it. */
export const WireShopOrder = z.object({
  id: WireId,
  name: z.string(),
  count: z.int(),
  note: z.string().nullish(),
  currency: z.string(),
  paid: z.boolean().nullish(),
  size: z.string(),
  cancelled_at: z.string().nullish(),
  closed_at: z.string().nullish(),
  ship_to: WirePlace.nullish(),
  customer: z.object({ id: z.string().nullish(), vip: z.boolean().nullish() }).nullish(),
  tags: z.string(),
  lines: z.array(WireLine),
  fees: z.array(WireFee).nullish(),
  tip: z.string().nullish(),
  alias: WireId.nullish(),
  token: z.string().optional(),
  session: z.object({ id: z.string() }).optional(),
})

const taxMapping = mapping({
  system: 'shop',
  entity: 'Tax',
  wire: WireTax,
  canonical: Tax,
  map: ($) => ({ title: from($.title, text), rate: maybe($.rate, rate) }),
})

const lineMapping = mapping({
  system: 'shop',
  entity: 'Line',
  wire: WireLine,
  canonical: Line,
  needs: needs<{ readonly account: string; readonly currency: string }>(),
  map: ($) => ({
    key: position(),
    ref: from($.id, ref('Line')),
    price: group(
      {
        price: [$.price, decimal],
        amount: [$.price_set.amount, decimal],
        currency: [$.price_set.currency_code, currency],
      },
      {
        doc: 'price and its set; the set wins',
        get: ({ price, amount, currency }, context) => {
          const digits = amount ?? price
          if (digits === undefined) return refuse('missing', 'a price')
          return { amount: digits, currency: currency ?? context.currency }
        },
        put: ({ amount, currency }) => ({ price: amount, amount, currency }),
      },
    ),
    taxes: each($.taxes, taxMapping, ({ title }) => title, { absent: true }),
  }),
})

const feeMapping = mapping({
  system: 'shop',
  entity: 'Fee',
  wire: WireFee,
  canonical: Fee,
  map: ($) => ({ kind: constant('fee'), amount: from($.amount, decimal) }),
})

const placeMapping = mapping({
  system: 'shop',
  entity: 'Place',
  wire: WirePlace,
  canonical: Place,
  map: ($) => ({ city: maybe($.city, text) }),
})

/** The mapping under test. */
export const shopMapping = mapping({
  system: 'shop',
  entity: 'Order',
  wire: WireShopOrder,
  canonical: ShopOrder,
  needs: needs<{ readonly account: string }>(),
  context: ($) => ({ currency: $.currency }),
  map: ($) => ({
    ref: from($.id, ref('Order')),
    number: from($.name, text),
    count: from($.count, int),
    note: maybe($.note, text, { write: 'changeNote' }),
    currency: from($.currency, currency),
    paid: nullable($.paid, cases([true, 'yes'], [false, 'no'], [null, 'unknown'])),
    size: from($.size, table({ S: 'small', XS: 'small', L: 'large' }, { unknown: 'other' })),
    end: group(
      { cancelled: [$.cancelled_at, text], closed: [$.closed_at, text] },
      {
        doc: 'cancelled wins over closed',
        loss: 'when a cancelled order was closed',
        get: ({ cancelled, closed }) => {
          if (cancelled !== undefined) return { state: 'cancelled' as const, at: cancelled }
          return closed === undefined
            ? { state: 'open' as const }
            : { state: 'closed' as const, at: closed }
        },
        put: ({ state, at }) => ({
          cancelled: state === 'cancelled' ? at : undefined,
          closed: state === 'closed' ? at : undefined,
        }),
      },
    ),
    ship: nest($.ship_to, placeMapping),
    buyer: { id: maybe($.customer.id, text), vip: maybe($.customer.vip, bool) },
    tags: from($.tags, tags(',')),
    lines: each($.lines, lineMapping, ({ ref }) => ref.id),
    fees: concat(
      each($.fees, feeMapping, ({ amount }) => amount, {
        absent: true,
        owns: ({ kind }) => kind === 'fee',
      }),
      single(
        group(
          { tip: [$.tip, decimal] },
          {
            doc: 'a tip, where there is one',
            get: ({ tip }) =>
              tip === undefined ? undefined : { kind: 'tip' as const, amount: tip },
            put: (fee) => ({ tip: fee?.amount }),
          },
        ),
        { owns: ({ kind }) => kind === 'tip' },
      ),
    ),
    aliases: single(maybe($.alias, ref('Alias')), { owns: ({ system }) => system === 'shop' }),
    channel: constant('shop'),
    loyalty: absent('the shop has no loyalty programme'),
  }),
  preserve: ($) => [$.token],
  ignore: ($) => [[$.session.id, 'a browser session says nothing about the order']],
})

const money = fc.constantFrom('0', '0.00', '10', '10.0', '10.50', '-3.10', '1e2')
const text_ = fc.string({ maxLength: 6 })
const gap = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 })
const some = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[]) =>
  fc.record(fields, { requiredKeys })

/** Documents of the shop with every kind of gap. */
export const arbitraryShopOrder: fc.Arbitrary<unknown> = some(
  {
    id: fc.oneof(fc.nat(), fc.nat().map(String)),
    name: text_,
    count: fc.integer(),
    note: gap(text_),
    currency: fc.constantFrom('EUR', 'USD'),
    paid: gap(fc.boolean()),
    size: fc.constantFrom('S', 'XS', 'L', 'XXL'),
    cancelled_at: gap(text_),
    closed_at: gap(text_),
    ship_to: gap(some({ city: gap(text_), floor: fc.nat() }, [])),
    customer: gap(some({ id: gap(text_), vip: gap(fc.boolean()), age: fc.nat() }, [])),
    tags: fc.constantFrom('', 'a', 'a,b', ' a ,, b '),
    lines: fc.array(
      some(
        {
          id: fc.nat({ max: 2 }),
          price: money,
          price_set: gap(
            some({ amount: money, currency_code: fc.constantFrom('EUR', 'USD'), hint: text_ }, [
              'amount',
              'currency_code',
            ]),
          ),
          taxes: gap(
            fc.array(
              some(
                {
                  title: fc.constantFrom('VAT', 'GST'),
                  rate: gap(fc.oneof(fc.constantFrom(0.19, 0.2), fc.constant('0.190'))),
                },
                ['title'],
              ),
              { maxLength: 3 },
            ),
          ),
          gift: fc.boolean(),
        },
        ['id', 'price'],
      ),
      { maxLength: 3 },
    ),
    fees: gap(fc.array(fc.record({ amount: money }), { maxLength: 2 })),
    tip: gap(money),
    alias: gap(fc.nat()),
    token: text_,
    session: some({ id: text_, agent: text_ }, []),
  },
  ['id', 'name', 'count', 'currency', 'size', 'tags', 'lines'],
)

/** A plain document of the shop. */
export const shopOrder = {
  id: 7,
  name: '#7',
  count: 2,
  note: null,
  currency: 'EUR',
  paid: true,
  size: 'XS',
  ship_to: { city: 'Ulm', floor: 3 },
  customer: null,
  tags: 'vip, gift',
  lines: [
    { id: 11, price: '10.00', gift: true },
    { id: 12, price: '3.5', price_set: { amount: '3.50', currency_code: 'EUR', hint: 'x' } },
  ],
  fees: [{ amount: '1.00' }],
  tip: '2',
  alias: null,
  token: 'abc',
}

/** Where the documents come from. */
export const context = { account: 'acme' }
