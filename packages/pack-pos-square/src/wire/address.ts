import { z } from 'zod'
import { carriedFields } from './carried.js'

const text = z.string().nullish()

/** The fields of an address that are carried without being read. */
export const UNREAD_ADDRESS =
  'address_line_3 sublocality sublocality_2 sublocality_3 administrative_district_level_2 administrative_district_level_3'

/** A postal address. */
export const WireAddress = z.object({
  first_name: text,
  last_name: text,
  address_line_1: text,
  address_line_2: text,
  locality: text,
  administrative_district_level_1: text,
  postal_code: text,
  country: text,
  ...carriedFields(UNREAD_ADDRESS),
})
