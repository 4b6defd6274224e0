import { z } from 'zod'
import { Reference } from './reference.js'
import { unreadSchema } from './unread.js'
import { unreadAddress } from './unread-order.js'

const text = (): z.ZodOptional<z.ZodNullable<z.ZodString>> => z.string().nullable().optional()

/** An address subrecord, as on orders and in a customer's address book. */
export const WireAddress = z.object({
  ...unreadSchema(unreadAddress),
  attention: text(),
  addressee: text(),
  addr1: text(),
  addr2: text(),
  city: text(),
  state: text(),
  zip: text(),
  /** `{ id, refName }` when read, the plain code when written. */
  country: z.union([z.string(), Reference]).nullable().optional(),
  addrPhone: text(),
})
export type WireAddress = z.infer<typeof WireAddress>
