import { z } from 'zod'
import { Attributes } from '../entity/attributes.js'
import { personalData, retainedFor } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { Instant } from '../value/instant.js'
import { Address } from './address.js'

const personalText = () => personalData(z.string(), 'direct').optional()

/** A number under which a tax office knows a customer. */
export const TaxId = z.object({
  /** As the source names it: `eu_vat`, `gb_vat`, `us_ein`. */
  kind: z.string().optional(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().optional(),
  number: personalData(z.string(), 'direct'),
})
export type TaxId = z.infer<typeof TaxId>

/** What a customer has agreed to, or has not. */
export const Consent = z.object({
  /** What for: `marketing`, `profiling`. */
  purpose: z.string(),
  /** By which way, where it is about one: `email`, `sms`. */
  channel: z.string().optional(),
  state: z.enum(['granted', 'pending', 'denied', 'withdrawn', 'unknown']),
  at: Instant.optional(),
  /** Where it was said: a form, a till, a support case. */
  source: z.string().optional(),
})
export type Consent = z.infer<typeof Consent>

/** A person or company that buys, as one system knows it. Guests are no customers. */
export const Customer = retainedFor(
  z.object({
    refs: z.array(personalData(Ref, 'pseudonymous')),
    kind: z.enum(['person', 'company', 'unknown']).optional(),
    firstName: personalText(),
    lastName: personalText(),
    company: personalText(),
    email: personalText(),
    phone: personalText(),
    /** A marketplace hides who it is: name and address are masks that end with the order. */
    pseudonymous: z.boolean().optional(),
    /** BCP 47: `de-CH`. */
    language: z.string().optional(),
    taxExempt: z.boolean().optional(),
    taxIds: z.array(TaxId).optional(),
    consents: z.array(Consent).optional(),
    /** Price or loyalty groups, as the source names them. */
    groups: z.array(z.string()).optional(),
    note: personalText(),
    /** The one that counts where the source says none for the order. */
    address: Address.optional(),
    /** All others. */
    addresses: z.array(Address).optional(),
    updatedAt: Instant.optional(),
    attributes: Attributes.optional(),
  }),
  'customer',
)
export type Customer = z.infer<typeof Customer>
