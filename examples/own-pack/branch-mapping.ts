import {
  absent,
  country,
  flag,
  from,
  gln,
  group,
  instant,
  mapping,
  maybe,
  needs,
  nest,
  single,
  table,
  text,
  textRef,
  zone,
} from '@canonry/mapping'
import { Address, Location } from '@canonry/model'
import { WireAddress, WireBranch } from './wire.js'

const addressMapping = mapping({
  system: 'directory',
  entity: 'Address',
  wire: WireAddress,
  canonical: Address,
  map: ($) => ({
    firstName: absent('a branch is no person'),
    lastName: absent('a branch is no person'),
    name: absent('the branch has its own title'),
    company: absent('all branches are ours'),
    line1: maybe($.street, text),
    line2: absent('the directory has one line'),
    city: maybe($.town, text),
    postalCode: maybe($.zip, text),
    region: absent('the directory knows no regions'),
    regionCode: absent('the directory knows no regions'),
    country: maybe($.country, country),
    countryName: absent('the directory has codes'),
    phone: absent('the directory knows no numbers'),
  }),
})

// #region mapping
/** A branch of the directory ⇄ a location. */
export const branchMapping = mapping({
  system: 'directory',
  entity: 'Location',
  wire: WireBranch,
  canonical: Location,
  needs: needs<{ readonly account: string }>(),
  map: ($) => ({
    refs: single(from($.id, textRef('Branch'))),
    name: from($.title, text, { write: 'PUT /branches/{id}' }),
    kind: from(
      $.type,
      table({ SHOP: 'store', OUTLET: 'store', DEPOT: 'warehouse' }, { unknown: 'unknown' }),
    ),
    gln: maybe($.gln, gln),
    address: nest($.address, addressMapping),
    zone: from($.timezone, zone),
    currency: absent('the directory knows no money'),
    cutOver: absent('the directory knows no business days'),
    active: group(
      { closed: [$.closed, flag('Y', 'N')] },
      {
        doc: 'a branch that is not closed is active',
        get: ({ closed }) => !closed,
        put: (active: boolean | undefined) => ({ closed: active === false }),
      },
      { write: 'PUT /branches/{id}' },
    ),
    updatedAt: from($.changed, instant),
    attributes: absent('an overlay gives them types'),
  }),
  preserve: ($) => [$.opening_hours],
  ignore: ($) => [[$.manager, 'a person, and no business of the catalogue of places']],
})
// #endregion mapping
