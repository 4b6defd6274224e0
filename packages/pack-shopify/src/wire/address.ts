import { z } from 'zod'
import { carried } from './carried.js'

const text = z.string().nullish()

/** An address on an order or a customer. */
export const WireAddress = z.object({
  first_name: text,
  last_name: text,
  name: text,
  company: text,
  address1: text,
  address2: text,
  city: text,
  zip: text,
  province: text,
  province_code: text,
  country: text,
  country_code: text,
  phone: text,
  id: carried,
  customer_id: carried,
  default: carried,
  country_name: carried,
  latitude: carried,
  longitude: carried,
})
