import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { personalData, retainedFor } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { attributes, updatedAt } from '../entity/usual-fields.js'
import { Instant } from '../value/instant.js'
import { Address } from './address.js'

const personalText = () => personalData(z.string(), 'direct').optional()

/** A number under which a tax office knows a customer. */
export const TaxId = lazyObject(() => ({
  kind: z.string().optional().describe('As the source names it: `eu_vat`, `gb_vat`, `us_ein`.'),
  country: z.string().optional().describe('The country that gave the number (ISO 3166-1 alpha-2).'),
  number: personalData(z.string(), 'direct').describe(
    'The number itself, as text; it names a person where the business is one.',
  ),
}))
export type TaxId = z.infer<typeof TaxId>

/** What a customer has agreed to, or has not. */
export const Consent = lazyObject(() => ({
  purpose: z.string().describe('What for: `marketing`, `profiling`.'),
  channel: z.string().optional().describe('By which way, where it is about one: `email`, `sms`.'),
  state: z
    .enum(['granted', 'pending', 'denied', 'withdrawn', 'unknown'])
    .describe(
      '`pending` waits for a confirmation (double opt-in). Only `granted` allows anything.',
    ),
  at: Instant.optional().describe('When it was said last.'),
  source: z.string().optional().describe('Where it was said: a form, a till, a support case.'),
}))
export type Consent = z.infer<typeof Consent>

/** A person or company that buys, as one system knows it. Guests are no customers. */
export const Customer = retainedFor(
  // biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of fields, not steps
  lazyObject(() => ({
    refs: z
      .array(personalData(Ref, 'pseudonymous'))
      .describe('Its names in outside systems; the first is that of the source it came from.'),
    kind: z
      .enum(['person', 'company', 'unknown'])
      .optional()
      .describe('Whether a person or a company buys.'),
    firstName: personalText().describe('Given name of the person or contact.'),
    lastName: personalText().describe('Family name of the person or contact.'),
    company: personalText().describe('Name of the company.'),
    email: personalText().describe('Where the customer gets mail; may be a mask of a marketplace.'),
    phone: personalText().describe('Phone number as it was entered.'),
    pseudonymous: z
      .boolean()
      .optional()
      .describe(
        'A marketplace hides who it is: name and address are masks that end with the order.',
      ),
    language: z
      .string()
      .optional()
      .describe('The language in which the customer wants to be addressed (BCP 47): `de-CH`.'),
    taxExempt: z
      .boolean()
      .optional()
      .meta({ description: 'Buys without sales tax or VAT.', owner: 'erp' }),
    taxIds: z.array(TaxId).optional().meta({
      description: 'Numbers under which tax offices know the customer, such as a VAT id.',
      owner: 'erp',
    }),
    consents: z
      .array(Consent)
      .optional()
      .describe('What the customer has agreed to, or has not: one entry per purpose and way.'),
    groups: z
      .array(z.string())
      .optional()
      .meta({ description: 'Price or loyalty groups, as the source names them.', owner: 'crm' }),
    note: personalText().describe('What staff wrote about the customer.'),
    address: Address.optional().describe(
      'The default address: it counts where an order says none.',
    ),
    addresses: z.array(Address).optional().describe('All other addresses that are on file.'),
    updatedAt,
    attributes,
  })).meta({
    description: 'A person or company that buys, as one system knows it. Guests are no customers.',
    owner: 'sales-channel',
  }),
  'customer',
)
export type Customer = z.infer<typeof Customer>
