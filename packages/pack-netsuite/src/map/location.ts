import {
  absent,
  from,
  group,
  type Handle,
  mapping,
  needs,
  type Rule,
  refuse,
  single,
  text,
  textRef,
} from '@canonry/mapping'
import { Location } from '@canonry/model'
import { WireLocation } from '../wire/stock.js'

/** A place where stock is kept. */
export const locationMapping = mapping({
  system: 'netsuite',
  entity: 'Location',
  wire: WireLocation,
  canonical: Location,
  needs: needs<{ account: string }>(),
  map: ($) => ({
    refs: single(from($.id, textRef('location')), { owns: ({ kind }) => kind === 'location' }),
    name: from($.name, text),
    kind: kind($.locationtype),
    gln: absent('NetSuite keeps no GLN'),
    address: absent('not asked for'),
    zone: absent('a query does not tell the time zone; the profile names it for tills'),
    currency: absent('a location has the currency of its subsidiary'),
    cutOver: absent('NetSuite knows no business days'),
    active: active($.isinactive),
    updatedAt: absent('a query tells the day alone'),
    attributes: absent('custom fields are not asked for'),
  }),
  preserve: ($) => [$.fullname, $.subsidiary],
})

const KINDS: Readonly<Record<string, Location['kind']>> = { 1: 'store', 2: 'warehouse' }

function kind(type: Handle<string | undefined>): Rule<Location['kind']> {
  return group(
    { type: [type, text] },
    {
      doc: '1 → store, 2 → warehouse, any other or none → unknown',
      loss: 'a type that is neither',
      get: ({ type }): Location['kind'] =>
        type !== undefined && Object.hasOwn(KINDS, type) ? (KINDS[type] ?? 'unknown') : 'unknown',
      put: (said) => {
        if (said === 'unknown') return { type: undefined }
        const found = Object.entries(KINDS).find(([, own]) => own === said)
        return found ? { type: found[0] } : NO_TYPE
      },
    },
  )
}

const NO_TYPE = refuse('no-word', 'a store or a warehouse')

function active(isInactive: Handle<'T' | 'F' | undefined>): Rule<boolean | undefined> {
  return group(
    { isInactive },
    {
      doc: 'F → true, T → false',
      get: ({ isInactive }) => (isInactive === undefined ? undefined : isInactive === 'F'),
      put: (said) => {
        if (said === undefined) return { isInactive: undefined }
        return { isInactive: said ? ('F' as const) : ('T' as const) }
      },
    },
  )
}
