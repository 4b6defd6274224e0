// biome-ignore-all format: @ts-expect-error covers only the next line, so each refusal stays on one
import { cases, constant, decimal, decode, each, from, group, type Handle, int, mapping, maybe, needs, nullable, table, text, textRef } from '@canonry/mapping'
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
