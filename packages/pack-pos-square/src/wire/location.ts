import { z } from 'zod'
import { WireAddress } from './address.js'
import { carriedFields } from './carried.js'

const text = z.string().nullish()

/** The fields of a location that are carried without being read. */
export const UNREAD_LOCATION =
  'capabilities created_at merchant_id country language_code phone_number business_name website_url business_hours business_email description twitter_username instagram_username facebook_url coordinates logo_url pos_background_url mcc full_format_logo_url tax_ids'

/** A place where the merchant does business. */
export const WireLocation = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(['PHYSICAL', 'MOBILE']).nullish(),
  address: WireAddress.nullish(),
  timezone: text,
  currency: text,
  status: z.enum(['ACTIVE', 'INACTIVE']).nullish(),
  ...carriedFields(UNREAD_LOCATION),
})
