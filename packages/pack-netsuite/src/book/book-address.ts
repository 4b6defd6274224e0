import type { Address } from '@canonry/model'

/**
 * An address as NetSuite keeps it: one name line, the company beside it, codes of region and country.
 *
 * A company without a person takes the name line. `undefined` where nothing is left.
 */
export function bookAddress(address: Address | undefined): Address | undefined {
  if (!address) return undefined
  const person = address.name ?? joinNames(address)
  const booked: Address = withoutEmpty({
    name: person ?? address.company,
    company: person === undefined ? undefined : address.company,
    line1: address.line1,
    line2: address.line2,
    city: address.city,
    postalCode: address.postalCode,
    regionCode: address.regionCode ?? address.region,
    country: countryCode(address.country),
    phone: address.phone,
  })
  return Object.keys(booked).length === 0 ? undefined : booked
}

function joinNames({ firstName, lastName }: Address): string | undefined {
  const names = [firstName, lastName].filter(Boolean)
  return names.length === 0 ? undefined : names.join(' ')
}

function countryCode(country: string | undefined): string | undefined {
  return country !== undefined && /^[A-Z]{2}$/.test(country) ? country : undefined
}

function withoutEmpty(
  address: Readonly<Record<keyof Address, string | undefined>> | object,
): Address {
  return Object.fromEntries(Object.entries(address).filter(([, value]) => value))
}
