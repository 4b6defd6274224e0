import { z } from 'zod'
import { personalData } from '../entity/personal-data.js'

const text = (): z.ZodOptional<z.ZodString> => personalData(z.string(), 'direct').optional()

/** A postal address as the source gave it; `country` is ISO 3166-1 alpha-2 where the source has it. */
export const Address = z.object({
  firstName: text(),
  lastName: text(),
  name: text(),
  company: text(),
  line1: text(),
  line2: text(),
  city: text(),
  postalCode: text(),
  region: z.string().optional(),
  regionCode: z.string().optional(),
  country: z.string().optional(),
  countryName: z.string().optional(),
  phone: text(),
})
export type Address = z.infer<typeof Address>
