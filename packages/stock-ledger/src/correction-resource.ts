import {
  absent,
  decimal,
  derived,
  from,
  group,
  type Handle,
  instant,
  joint,
  mapping,
  needs,
  type RefContext,
  type Refusal,
  type Rule,
  refuse,
  single,
  text,
  textRef,
  unit,
} from '@canonry/mapping'
import {
  type Decimal,
  negateDecimal,
  type Ref,
  refKey,
  StockMove,
  type StockNode,
  type Unit,
} from '@canonry/model'
import type { Resource } from '@canonry/pack'
import { Correction } from './correction.js'
import { SYSTEM } from './position-id.js'

/** The resource that corrections are recorded as. */
export const CORRECTION = 'correction@stock'

type Ends = Pick<StockMove, 'quantity' | 'from' | 'to'>

/** A correction as the movement that sets the number right: from outside to the location, or back. */
const correctionMapping = mapping({
  system: SYSTEM,
  entity: 'StockMove',
  wire: Correction,
  canonical: StockMove,
  needs: needs<RefContext>(),
  map: ($) => ({
    refs: single(from($.id, textRef('Correction'))),
    key: derived('the ref as text', ({ refs }: StockMove) => (refs[0] ? refKey(refs[0]) : '')),
    variant: ofAnother($.variant),
    sku: from($.item, text),
    lot: absent('the ledger knows no lots'),
    serials: absent('the ledger knows no serial numbers'),
    ...ends($),
    occurredAt: from($.at, instant),
    recordedAt: derived('when it occurred', ({ occurredAt }: StockMove) => occurredAt),
    businessDate: absent('a store day needs the zone of its location'),
    expectedAt: absent('nothing is on its way'),
    cause: {
      kind: derived('what the nodes tell', causeOf),
      ref: absent('it follows from a difference, or from an order that the reason names'),
    },
    reason: from($.reason, text),
    corrects: absent('no movement was wrong, but a sum'),
  }),
})

function ofAnother(place: Handle<Ref>): Rule<Ref> {
  return group(
    { ref: place },
    { doc: 'a ref of any system', get: ({ ref }) => ref, put: (ref) => ({ ref }) },
  )
}

function ends($: Handle<Correction>): { readonly [K in keyof Ends]: Rule<Ends[K]> } {
  return joint(
    {
      by: [$.by, decimal],
      unit: [$.unit, unit],
      location: $.location,
      outside: $.outside,
    },
    {
      fields: ['quantity', 'from', 'to'],
      doc: 'above zero: from outside onto the shelf of the location; below: from there',
      get: endsOf,
      put: ({ quantity, from, to }) => {
        const shelf = [to, from].find((node) => node.kind === 'location')
        if (shelf?.kind !== 'location') return NO_SHELF
        const by = shelf === to ? quantity.value : negateDecimal(quantity.value)
        const outside = [to, from].some(isBuyer) ? ('customer' as const) : undefined
        return { by, unit: quantity.unit, location: shelf.location, outside }
      },
    },
  )
}

function endsOf({
  by,
  unit,
  location,
  outside: buyer,
}: {
  readonly by: Decimal
  readonly unit: Unit
  readonly location: Ref
  readonly outside: 'customer' | undefined
}): Ends | Refusal {
  const shelf = { kind: 'location', location, condition: 'sellable' } as const
  const outside = { kind: 'outside', place: buyer ?? 'unknown' } as const
  if (by.startsWith('-')) {
    return { quantity: { value: negateDecimal(by), unit }, from: shelf, to: outside }
  }
  return by === '0' ? NOTHING : { quantity: { value: by, unit }, from: outside, to: shelf }
}

function isBuyer(node: StockNode): boolean {
  return node.kind === 'outside' && node.place === 'customer'
}

function causeOf({ from, to }: StockMove): string {
  if (isBuyer(to)) return 'sale'
  return isBuyer(from) ? 'return' : 'adjustment'
}

const NOTHING = refuse('nothing', 'a quantity that is not 0')
const NO_SHELF = refuse('no-place', 'goods that come to a location or leave one')

/** Corrections, each a movement that some system is still to make. */
export const correctionResource: Resource = {
  name: CORRECTION,
  kind: 'Correction',
  versions: { from: '1' },
  revision: 1,
  version: () => undefined,
  parts: [{ entity: 'stockMove', mapping: correctionMapping }],
}
