import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { findingIf } from '../entity/finding-if.js'
import { Ref } from '../entity/ref.js'
import { Address } from '../party/address.js'
import { Currency } from '../value/currency.js'
import { Gln } from '../value/gs1.js'
import { Instant } from '../value/instant.js'
import { LocalTime } from '../value/local-date.js'
import { Zone } from '../value/zone.js'

/** A place where goods are, are sold, or are sent from. */
export const Location = z.object({
  refs: z.array(Ref),
  name: z.string(),
  /**
   * `channel-warehouse` is run by a marketplace, `contract-warehouse` by a logistics company;
   * `virtual` is a place in the books only.
   */
  kind: z.enum([
    'store',
    'warehouse',
    'contract-warehouse',
    'channel-warehouse',
    'supplier',
    'virtual',
    'unknown',
  ]),
  gln: Gln.optional(),
  address: Address.optional(),
  zone: Zone.optional(),
  currency: Currency.optional(),
  /** The local time at which the next business day begins; absent: midnight. */
  cutOver: LocalTime.optional(),
  active: z.boolean().optional(),
  updatedAt: Instant.optional(),
  attributes: Attributes.optional(),
})
export type Location = z.infer<typeof Location>

/** What does not hold in a location: a store whose day cannot be told, or that turns after noon. */
export function checkLocation({ refs, kind, zone, cutOver }: Location): Finding[] {
  return [
    ...checkRefs(refs),
    ...findingIf(zone === undefined && (kind === 'store' || cutOver !== undefined), {
      code: 'no-zone',
      path: '/zone',
      message: 'without its time zone, nobody can tell on which day this place sold something',
    }),
    ...findingIf(cutOver !== undefined && cutOver >= '12:00', {
      code: 'late-cut-over',
      path: '/cutOver',
      message: `a day that turns at ${cutOver} books the sales of the whole morning on the day before`,
    }),
  ]
}
