// biome-ignore-all format: @ts-expect-error covers only the next line, so each refusal stays on one
import { absent, cases, constant, decimal, decode, derived, each, eachEntry, extend, from, group, type Handle, int, joint, mapping, maybe, moneyIn, needs, nullable, pairs, position, table, text, textRef } from '@canonry/mapping'
import { Money, Ref } from '@canonry/model'
import { z } from 'zod'

const Item = z.object({ id: z.string(), price: z.string() })
const Wire = z.object({ a: z.string(), n: z.string().nullable(), e: z.enum(['X', 'Y']), q: z.int(), items: z.array(Item), extra: z.array(Item).optional(), currency: z.string() })
const Entity = z.object({ a: z.string(), n: z.string().optional(), e: z.enum(['x', 'y']), q: z.int() })
const common = { system: 'test', wire: Wire, canonical: Entity }
const e = table({ X: 'x', Y: 'y' })

mapping({ ...common, entity: 'complete', map: ($) => ({ a: from($.a, text), n: maybe($.n, text), e: from($.e, e), q: from($.q, int) }) })
// @ts-expect-error the canonical field q is not mapped
mapping({ ...common, entity: 'no q', map: ($) => ({ a: from($.a, text), n: maybe($.n, text), e: from($.e, e) }) })
// @ts-expect-error the wire word Y is not in the table
mapping({ ...common, entity: 'no Y', map: ($) => ({ a: from($.a, text), n: maybe($.n, text), e: from($.e, table({ X: 'x' })), q: from($.q, int) }) })
// @ts-expect-error the table yields a word outside the canonical vocabulary
mapping({ ...common, entity: 'zzz', map: ($) => ({ a: from($.a, text), n: maybe($.n, text), e: from($.e, table({ X: 'x', Y: 'zzz' })), q: from($.q, int) }) })
// @ts-expect-error a nullable wire field needs maybe() or nullable()
mapping({ ...common, entity: 'null', map: ($) => ({ a: from($.n, text), n: maybe($.n, text), e: from($.e, e), q: from($.q, int) }) })
// @ts-expect-error a value that may be missing does not fit a required canonical field
mapping({ ...common, entity: 'optional', map: ($) => ({ a: maybe($.n, text), n: maybe($.n, text), e: from($.e, e), q: from($.q, int) }) })
// @ts-expect-error the wire has no field zz
mapping({ ...common, entity: 'zz', map: ($) => ({ a: from($.zz, text), n: maybe($.n, text), e: from($.e, e), q: from($.q, int) }) })
// @ts-expect-error text does not read a number
mapping({ ...common, entity: 'leaf', map: ($) => ({ a: from($.q, text), n: maybe($.n, text), e: from($.e, e), q: from($.q, int) }) })
declare const flag: Handle<boolean | null>
// @ts-expect-error null is not among the cases
nullable(flag, cases([true, 'yes'], [false, 'no']))

const Line = z.object({ id: z.string(), price: Money })
const line = mapping({ system: 'test', entity: 'Line', wire: Item, canonical: Line, needs: needs<{ currency: string }>(), map: ($) => ({ id: from($.id, text), price: group({ amount: [$.price, decimal] }, { doc: 'price in the currency of the document', get: ({ amount }, { currency }) => ({ amount, currency }), put: ({ amount }) => ({ amount }) }) }) })
const Document = z.object({ currency: z.string(), lines: z.array(Line) })
const document = { system: 'test', wire: Wire, canonical: Document }
const whole = mapping({ ...document, entity: 'whole', context: ($) => ({ currency: $.currency }), map: ($) => ({ currency: from($.currency, text), lines: each($.items, line, ({ id }) => id) }) })
export const answered = decode(whole, {}, {})
// @ts-expect-error the line needs the currency, and this document does not hand it down
mapping({ ...document, entity: 'no context', map: ($) => ({ currency: from($.currency, text), lines: each($.items, line, ({ id }) => id) }) })
// @ts-expect-error a list that may be missing needs { absent: true }
mapping({ ...document, entity: 'no absent', context: ($) => ({ currency: $.currency }), map: ($) => ({ currency: from($.currency, text), lines: each($.extra, line, ({ id }) => id) }) })
mapping({ ...document, entity: 'absent', context: ($) => ({ currency: $.currency }), map: ($) => ({ currency: from($.currency, text), lines: each($.extra, line, ({ id }) => id, { absent: true }) }) })
// @ts-expect-error the caller must say the currency
export const unanswered = decode(line, {}, {})

const Named = z.object({ ref: Ref })
const named = { system: 'test', wire: Item, canonical: Named }
mapping({ ...named, entity: 'ref', needs: needs<{ account: string }>(), map: ($) => ({ ref: group({ id: [$.id, textRef('Line')] }, { doc: 'id', get: ({ id }) => id, put: (id) => ({ id }) }) }) })
// @ts-expect-error a ref needs the account, also inside a group
mapping({ ...named, entity: 'no account', map: ($) => ({ ref: group({ id: [$.id, textRef('Line')] }, { doc: 'id', get: ({ id }) => id, put: (id) => ({ id }) }) }) })
// @ts-expect-error a decimal is not read from a number
mapping({ ...document, entity: 'group', map: ($) => ({ currency: group({ q: [$.q, decimal] }, { doc: 'q', get: ({ q }) => q, put: (q) => ({ q }) }), lines: constant([]) }) })

const money = { system: 'test', wire: Wire, canonical: z.object({ price: Money }) }
mapping({ ...money, entity: 'handed', context: ($) => ({ currency: $.currency }), map: ($) => ({ price: group({ m: [$.a, moneyIn(decimal)] }, { doc: 'm', get: ({ m }) => m, put: (m) => ({ m }) }) }) })
mapping({ ...money, entity: 'told', context: ($) => ({ currency: $.currency }), map: ($) => ({ price: group({ amount: [$.a, decimal] }, { doc: 'm', get: ({ amount }, { currency }) => ({ amount, currency }), put: ({ amount }) => ({ amount }) }) }) })
mapping({ ...money, entity: 'inside', canonical: z.object({ sums: z.object({ price: Money.optional() }) }), context: ($) => ({ currency: $.currency }), map: ($) => ({ sums: { price: group({ m: [$.a, moneyIn(decimal)] }, { doc: 'm', get: ({ m }) => m, put: (m) => ({ m }) }) } }) })
// @ts-expect-error money needs a currency, also inside a group
mapping({ ...money, entity: 'no currency', map: ($) => ({ price: group({ m: [$.a, moneyIn(decimal)] }, { doc: 'm', get: ({ m }) => m, put: (m) => ({ m }) }) }) })

const twice = { system: 'test', wire: Wire, canonical: z.object({ a: z.string() }) }
mapping({ ...twice, entity: 'once', needs: needs<{ account: string }>(), context: ($) => ({ currency: $.currency }), map: ($) => ({ a: from($.a, text) }) })
// @ts-expect-error the currency comes from outside and is handed down as well
mapping({ ...twice, entity: 'twice', needs: needs<{ currency: string }>(), context: ($) => ({ currency: $.currency }), map: ($) => ({ a: from($.a, text) }) })

group({}, { doc: 'x', unwritten: { '/a': 'no place', '/b/c': 'no place' }, get: (): { a?: string; b: { c?: string } } => ({ b: {} }), put: () => ({}) })
mapping({ ...document, entity: 'write', map: ($) => ({ currency: group({ c: $.currency }, { doc: 'c', get: ({ c }) => c, put: (c) => ({ c }) }, { write: { c: 'change' } }), lines: constant([]) }) })
// @ts-expect-error a group reads nothing of this name that an operation could change
mapping({ ...document, entity: 'write', map: ($) => ({ currency: group({ c: $.currency }, { doc: 'c', get: ({ c }) => c, put: (c) => ({ c }) }, { write: { d: 'change' } }), lines: constant([]) }) })
// @ts-expect-error a value has no such field that could be lost
group({}, { doc: 'x', unwritten: { '/c': 'no place' }, get: (): { a?: string } => ({}), put: () => ({}) })
// @ts-expect-error a leaf of a group that reads a nullable place gives nothing at times
mapping({ ...twice, entity: 'maybe', map: ($) => ({ a: group({ n: [$.n, text] }, { doc: 'n', get: ({ n }) => n, put: (n: string) => ({ n }) }) }) })

// @ts-expect-error what the mapping fixes cannot be changed in the system
constant('x', { write: 'changeX' })
// @ts-expect-error what the system does not have cannot be changed there
absent('no x', { write: 'changeX' })
// @ts-expect-error what follows from other values cannot be changed by itself
derived('length', (entity: { a: string }) => entity.a.length, { write: 'changeX' })
// @ts-expect-error a place in a list cannot be changed by itself
position({ write: 'changeX' })

const Pair = z.object({ from: z.string(), to: z.string(), total: z.int() })
const pair = { system: 'test', wire: Wire, canonical: Pair }
const total = derived('length', ({ from }: z.infer<typeof Pair>) => from.length)
const split = { doc: 'a in two', put: () => ({}) }
mapping({ ...pair, entity: 'joint', map: ($) => ({ ...joint({ a: [$.a, text] }, { ...split, fields: ['from', 'to'], get: ({ a }) => ({ from: a, to: a }) }), total }) })
// @ts-expect-error the joint does not read the field to
mapping({ ...pair, entity: 'no to', map: ($) => ({ ...joint({ a: [$.a, text] }, { ...split, fields: ['from'], get: ({ a }) => ({ from: a }) }), total }) })
// @ts-expect-error the joint gives a number where the entity has text
mapping({ ...pair, entity: 'number', map: ($) => ({ ...joint({ q: [$.q, int] }, { ...split, fields: ['from', 'to'], get: ({ q }) => ({ from: 'x', to: q }) }), total }) })
// @ts-expect-error what is derived is a number, and the entity has text
mapping({ ...twice, entity: 'derived', map: () => ({ a: derived('length', (entity: { a: string }) => entity.a.length) }) })

const Keyed = z.object({ items: z.record(z.string(), z.object({ price: z.string() })) })
const Priced = z.object({ sku: z.string(), price: z.string() })
const priced = mapping({ system: 'test', entity: 'Priced', wire: Priced, canonical: Priced, map: ($) => ({ sku: from($.sku, text), price: from($.price, text) }) })
const list = { system: 'test', wire: Keyed, canonical: z.object({ items: z.array(Priced) }) }
mapping({ ...list, entity: 'keyed', map: ($) => ({ items: eachEntry($.items, priced, ({ sku }) => sku, { keyed: 'sku' }) }) })
// @ts-expect-error the names are read as sku, not as name
mapping({ ...list, entity: 'name', map: ($) => ({ items: eachEntry($.items, priced, ({ sku }) => sku, { keyed: 'name' }) }) })

const Open = z.object({ a: z.string(), attributes: z.record(z.string(), z.json()).optional() })
const open = mapping({ system: 'test', entity: 'open', wire: Wire, canonical: Open, map: ($) => ({ a: from($.a, text), attributes: absent('an overlay') }) })
const noted = extend(open, { wire: z.object({ notes: z.array(z.object({ k: z.string(), v: z.string() })) }), attributes: ($) => pairs($.notes, { name: 'k', value: 'v' }, { gift: text }) })
export const gift: string | undefined = decode(noted, {}, {})._unsafeUnwrap().entity.attributes.gift
// @ts-expect-error the overlay has no such attribute
export const wrap = decode(noted, {}, {})._unsafeUnwrap().entity.attributes.wrap
// @ts-expect-error the base does not provide the account that a ref needs
extend(open, { wire: z.object({ id: z.string() }), attributes: ($) => ({ id: from($.id, textRef('X')) }) })
