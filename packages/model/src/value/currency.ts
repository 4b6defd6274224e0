import { err, ok, type Result } from 'neverthrow'
import { z } from 'zod'
import { CURRENCIES, type CurrencyInfo } from './currency-list.js'
import { notText, type ParseFailure } from './parse-failure.js'

const MONEY = new Set(
  [...CURRENCIES.values()].filter(({ exponent }) => exponent !== undefined).map(({ code }) => code),
)

export type { CurrencyInfo } from './currency-list.js'

/**
 * An ISO 4217 alphabetic code, upper case, active or historic, that has a minor unit.
 *
 * Metals, settlement units, the testing code and "no currency" are no currency of money here.
 */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .refine((code) => MONEY.has(code), {
    error: 'not an ISO 4217 currency with a minor unit, such as EUR',
    // what is no code at all has been said by the pattern
    abort: true,
  })
  .describe('A currency (ISO 4217, three capital letters): `EUR`. Historic ones are read too.')
export type Currency = z.infer<typeof Currency>

/** Whether a value is a {@link Currency}: a listed code that has a minor unit. */
export function isCurrency(value: unknown): value is Currency {
  return MONEY.has(value as string)
}

/** Why a text is no currency of money. */
export type CurrencyFailure = ParseFailure<'not-a-code' | 'unknown-currency' | 'no-minor-unit'>

/**
 * Reads a currency code and says what ISO 4217 knows of it.
 *
 * Historic codes are read and flagged; a code that the standard does not list is a failure, never a
 * currency of two digits.
 */
export function parseCurrency(
  text: unknown,
): Result<CurrencyInfo & { readonly exponent: number }, CurrencyFailure> {
  if (typeof text !== 'string') return notText('EUR')
  const info = CURRENCIES.get(text)
  if (info === undefined) return err(unreadable(text))
  const { exponent } = info
  if (exponent !== undefined) return ok({ ...info, exponent })
  const message = `${text} has no minor unit in ISO 4217, so no amount can be rounded in it`
  return err({ kind: 'no-minor-unit', message, position: 0, example: 'EUR' })
}

/** What ISO 4217 says of a code, money or not; `undefined` for a code it does not list. */
export function currencyInfo(code: string): CurrencyInfo | undefined {
  return CURRENCIES.get(code)
}

/**
 * Digits after the point in the currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD, 4 for CLF.
 *
 * A code that is no {@link Currency} is a bug in the caller and throws: there is no default.
 */
export function currencyExponent(currency: Currency): number {
  const exponent = CURRENCIES.get(currency)?.exponent
  if (exponent === undefined) throw new Error(`${currency} is no currency with a minor unit`)
  return exponent
}

function unreadable(text: string): CurrencyFailure {
  const code = text.slice(0, text.search(/[^A-Z]|$/))
  if (text.length === 3 && code.length === 3) {
    const message = `${text} is no code of ISO 4217, neither active nor historic`
    return { kind: 'unknown-currency', message, position: 0, example: 'EUR' }
  }
  const message = 'a currency is three capital letters of ISO 4217'
  return { kind: 'not-a-code', message, position: Math.min(code.length, 3), example: 'EUR' }
}
