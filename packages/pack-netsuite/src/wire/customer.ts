import { z } from 'zod'
import { WireAddress } from './address.js'
import { unreadSchema } from './unread.js'
import { unreadBookEntry, unreadCustomer } from './unread-customer.js'

const text = (): z.ZodOptional<z.ZodNullable<z.ZodString>> => z.string().nullable().optional()

/** A customer with the one address of its book that belongs to us folded out. */
export const WireCustomer = z.object({
  ...unreadSchema(unreadCustomer),
  id: z.string().optional(),
  externalId: z.string().optional(),
  firstName: text(),
  lastName: text(),
  companyName: text(),
  email: text(),
  phone: text(),
  comments: text(),
  lastModifiedDate: z.string().optional(),
  address: z
    .object({ ...unreadSchema(unreadBookEntry), addressBookAddress: WireAddress.optional() })
    .optional(),
})
export type WireCustomer = z.infer<typeof WireCustomer>
