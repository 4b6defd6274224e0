import { z } from 'zod'
import { personalData, retainedFor } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { Instant } from '../value/instant.js'
import { Address } from './address.js'

/** A person or company that buys, as one system knows it. Guests are no customers. */
export const Customer = retainedFor(
  z.object({
    refs: z.array(Ref),
    firstName: personalData(z.string(), 'direct').optional(),
    lastName: personalData(z.string(), 'direct').optional(),
    company: personalData(z.string(), 'direct').optional(),
    email: personalData(z.string(), 'direct').optional(),
    phone: personalData(z.string(), 'direct').optional(),
    taxExempt: z.boolean().optional(),
    note: personalData(z.string(), 'direct').optional(),
    address: Address.optional(),
    updatedAt: Instant.optional(),
  }),
  'customer',
)
export type Customer = z.infer<typeof Customer>
