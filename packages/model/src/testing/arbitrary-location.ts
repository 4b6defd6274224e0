import fc from 'fast-check'
import type { Location } from '../place/location.js'
import { arbitraryGln } from './arbitrary-gs1.js'
import { arbitraryCurrency } from './arbitrary-money.js'
import { arbitraryRefs } from './arbitrary-ref.js'
import { arbitraryCutOver, arbitraryInstant, arbitraryZone } from './arbitrary-time.js'
import { optionalFields } from './optional-fields.js'

/** Stores, warehouses and suppliers in many time zones that satisfy every invariant. */
export const arbitraryLocation: fc.Arbitrary<Location> = fc
  .record({
    refs: arbitraryRefs('Location'),
    name: fc.constantFrom('Mitte', 'Soho', 'Ginza', 'DC North'),
    kind: fc.constantFrom(
      'store',
      'warehouse',
      'contract-warehouse',
      'channel-warehouse',
      'supplier',
      'virtual',
      'unknown',
    ),
    zone: arbitraryZone,
    rest: optionalFields({
      gln: arbitraryGln,
      address: fc.record({ line1: fc.constant('Hauptstraße 1'), city: fc.constant('Berlin') }),
      currency: arbitraryCurrency,
      cutOver: arbitraryCutOver,
      active: fc.boolean(),
      updatedAt: arbitraryInstant,
    }),
  })
  .map(({ rest, ...location }) => ({ ...location, ...rest }))
