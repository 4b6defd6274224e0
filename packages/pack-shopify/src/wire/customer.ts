import { WireId } from '@canonry/mapping'
import { z } from 'zod'
import { WireAddress } from './address.js'
import { carried } from './carried.js'

const text = z.string().nullish()

/** A customer as orders carry it, and as the customer resource sends it. */
export const WireCustomer = z.object({
  id: WireId.nullish(),
  admin_graphql_api_id: text,
  first_name: text,
  last_name: text,
  email: text,
  phone: text,
  note: text,
  tax_exempt: z.boolean().nullish(),
  default_address: WireAddress.nullish(),
  updated_at: text,
  accepts_marketing: carried,
  accepts_marketing_updated_at: carried,
  addresses: carried,
  created_at: carried,
  currency: carried,
  email_marketing_consent: carried,
  last_order_id: carried,
  last_order_name: carried,
  marketing_opt_in_level: carried,
  multipass_identifier: carried,
  orders_count: carried,
  sms_marketing_consent: carried,
  state: carried,
  tags: carried,
  tax_exemptions: carried,
  total_spent: carried,
  verified_email: carried,
})
