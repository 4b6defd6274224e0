import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { personalData } from '../entity/personal-data.js'

const text = (): z.ZodOptional<z.ZodString> => personalData(z.string(), 'direct').optional()

/** A postal address as the source gave it; `country` is ISO 3166-1 alpha-2 where the source has it. */
export const Address = lazyObject(() => ({
  firstName: text().describe('Given name of the person.'),
  lastName: text().describe('Family name of the person.'),
  name: text().describe('The whole name line, where the source keeps it as one.'),
  company: text().describe('The company, where it goes to one.'),
  line1: text().describe('Street and house number, or as the country writes it.'),
  line2: text().describe('Apartment, floor, care of.'),
  city: text().describe('Town or city.'),
  postalCode: text().describe('Postal code as text: leading zeros and letters count.'),
  region: z.string().optional().describe('State or province by its name: `California`.'),
  regionCode: z
    .string()
    .optional()
    .describe('State or province by its code, as the source writes it: `CA`.'),
  country: z.string().optional().describe('The country (ISO 3166-1 alpha-2): `DE`.'),
  countryName: z.string().optional().describe('The country by the name that the source gives.'),
  phone: text().describe('Where the carrier can call, as it was entered.'),
})).describe('A postal address as the source gave it; nothing is completed or corrected.')
export type Address = z.infer<typeof Address>
