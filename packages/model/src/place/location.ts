import { z } from 'zod'
import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { findingIf } from '../entity/finding-if.js'
import { lazyObject } from '../entity/lazy-object.js'
import { attributes, refs, updatedAt } from '../entity/usual-fields.js'
import { Address } from '../party/address.js'
import { Currency } from '../value/currency.js'
import { Gln } from '../value/gs1.js'
import { LocalTime } from '../value/local-date.js'
import { Zone } from '../value/zone.js'

/** A place where goods are, are sold, or are sent from. */
export const Location = lazyObject(() => ({
  refs,
  name: z.string().describe('What staff call it.'),
  kind: z
    .enum([
      'store',
      'warehouse',
      'contract-warehouse',
      'channel-warehouse',
      'supplier',
      'virtual',
      'unknown',
    ])
    .describe(
      '`contract-warehouse` is run by a logistics company (3PL), `channel-warehouse` by a marketplace (such as FBA); `virtual` is a place in the books only.',
    ),
  gln: Gln.optional().describe('Global location number (GS1, 13 digits with check digit).'),
  address: Address.optional().describe('Where it is.'),
  zone: Zone.optional().describe(
    'Its time zone (IANA): `Europe/Berlin`. Without it no business day can be told.',
  ),
  currency: Currency.optional().describe('The currency that its tills take.'),
  cutOver: LocalTime.optional().describe(
    'The local time at which the next business day begins; absent: midnight.',
  ),
  active: z.boolean().optional().describe('False: nothing is sold or sent from here any more.'),
  updatedAt,
  attributes,
})).meta({ description: 'A place where goods lie, are sold, or are sent from.', owner: 'erp' })
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
