import {
  absent,
  currency,
  from,
  group,
  type Handle,
  mapping,
  maybe,
  needs,
  nest,
  type Rule,
  refuse,
  single,
  text,
  textRef,
  zone,
} from '@canonry/mapping'
import { Location } from '@canonry/model'
import { carriedIn } from '../wire/carried.js'
import { UNREAD_LOCATION, WireLocation } from '../wire/location.js'
import { addressMapping } from './address.js'
import { isOwn } from './refs.js'

/** A place with tills: its time zone tells its business days, its currency its tickets. */
export const locationMapping = mapping({
  system: 'square',
  entity: 'Location',
  wire: WireLocation,
  canonical: Location,
  needs: needs<{ readonly account: string }>(),
  map: ($) => ({
    refs: single(from($.id, textRef('Location')), { owns: isOwn('Location') }),
    name: from($.name, text),
    kind: kind($.type),
    gln: absent('Square knows no GLN'),
    address: nest($.address, addressMapping),
    zone: maybe($.timezone, zone),
    currency: maybe($.currency, currency),
    cutOver: absent('the day of a location turns at midnight'),
    active: active($.status),
    updatedAt: absent('a location does not say when it was changed'),
    attributes: absent('Square keeps no metadata on locations'),
  }),
  preserve: ($) => carriedIn($, UNREAD_LOCATION),
})

type Type = 'PHYSICAL' | 'MOBILE' | null | undefined
type Status = 'ACTIVE' | 'INACTIVE' | null | undefined

function kind(type: Handle<Type>): Rule<Location['kind']> {
  return group(
    { type },
    {
      doc: 'a store, whether it stands still (PHYSICAL) or not (MOBILE)',
      loss: 'that a store is mobile',
      get: (): Location['kind'] => 'store',
      put: (said) => (said === 'store' ? { type: 'PHYSICAL' as const } : NO_STORE),
    },
  )
}

const NO_STORE = refuse('no-word', 'a store')

function active(status: Handle<Status>): Rule<boolean | undefined> {
  return group(
    { status },
    {
      doc: 'ACTIVE → true, INACTIVE → false',
      get: ({ status }) => (status ? status === 'ACTIVE' : undefined),
      put: (said) => {
        if (said === undefined) return { status: undefined }
        return { status: said ? ('ACTIVE' as const) : ('INACTIVE' as const) }
      },
    },
  )
}
