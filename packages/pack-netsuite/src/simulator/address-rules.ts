import { isJsonObject } from '../wire/json-object.js'
import { invalidValue, type Problem } from './problem.js'

/** Refuses a country that is not a two-letter code, given plain or as `{ id }`. */
export function addressProblem(address: unknown, path: string): Problem | undefined {
  if (!isJsonObject(address)) return undefined
  const country = countryOf(address)
  if (country === undefined || /^[A-Z]{2}$/.test(country)) return undefined
  return invalidValue({ value: country, name: 'country', path: `${path}.country` })
}

/** The country's code; `undefined` where the address has none. */
export function countryOf(address: Readonly<Record<string, unknown>>): string | undefined {
  const country = address['country']
  if (country === undefined || country === null) return undefined
  return isJsonObject(country) ? String(country['id']) : String(country)
}
