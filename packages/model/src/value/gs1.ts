import { err, ok, type Result } from 'neverthrow'
import { z } from 'zod'
import { notText, type ParseFailure } from './parse-failure.js'

/**
 * A GS1 trade item number, normalised to 14 digits: `"04006381333931"`.
 *
 * GTIN-8, -12 and -13 are padded with zeros on the left, as GS1 says; the check digit is right.
 */
export const Gtin = checked(14).describe(
  'A trade item number (GS1 GTIN), normalised to 14 digits, with a right check digit: `04006381333931`.',
)
export type Gtin = z.infer<typeof Gtin>

/** A GS1 location number: 13 digits with a right check digit. */
export const Gln = checked(13).describe(
  'A location number (GS1 GLN), 13 digits with a right check digit: `4012345000009`.',
)
export type Gln = z.infer<typeof Gln>

/** A GS1 serial shipping container code: 18 digits with a right check digit. */
export const Sscc = checked(18).describe(
  'A serial shipping container code (GS1 SSCC), 18 digits with a right check digit: `340123450000000000`.',
)
export type Sscc = z.infer<typeof Sscc>

/** Why a text is no GS1 number. */
export type Gs1Failure = ParseFailure<
  'not-digits' | 'wrong-length' | 'wrong-check-digit' | 'all-zeros'
>

/** The lengths in which a GTIN is printed. */
export type GtinLength = 8 | 12 | 13 | 14

const GTIN_LENGTHS: readonly number[] = [8, 12, 13, 14]

/** Reads a GTIN of 8, 12, 13 or 14 digits; white space around it is no part of it. */
export function parseGtin(text: unknown): Result<Gtin, Gs1Failure> {
  return parseDigits(text, { lengths: GTIN_LENGTHS, name: 'GTIN', example: '4006381333931' }).map(
    (digits) => digits.padStart(14, '0'),
  )
}

/** Reads a GLN of 13 digits. */
export function parseGln(text: unknown): Result<Gln, Gs1Failure> {
  return parseDigits(text, { lengths: [13], name: 'GLN', example: '4012345000009' })
}

/** Reads an SSCC of 18 digits, with or without its application identifier `(00)`. */
export function parseSscc(text: unknown): Result<Sscc, Gs1Failure> {
  const digits =
    typeof text === 'string'
      ? text.replace(/^\s*\(00\)/, (prefix) => ' '.repeat(prefix.length))
      : text
  return parseDigits(digits, { lengths: [18], name: 'SSCC', example: '340123450000000000' })
}

/** The GTIN in the shortest length that GS1 defines for it: an EAN-13 as 13 digits, a UPC as 12. */
export function printGtin(gtin: Gtin): string {
  const length = ([8, 12, 13, 14] as const).find((candidate) => fits(gtin, candidate)) ?? 14
  return gtin.slice(14 - length)
}

/** The GTIN in a given length; `undefined` when digits other than zeros would be lost. */
export function toGtin(gtin: Gtin, length: GtinLength): string | undefined {
  return fits(gtin, length) ? gtin.slice(14 - length) : undefined
}

/**
 * The check digit of a GS1 number without it: modulo 10 with weights 3 and 1 from the right (GS1
 * General Specifications, section 7.9).
 *
 * Finds every changed digit, and every transposition of neighbours that do not differ by 5.
 */
export function gs1CheckDigit(digits: string): string {
  let sum = 0
  for (let index = digits.length - 1, weight = 3; index >= 0; index -= 1, weight = 4 - weight) {
    sum += (digits.charCodeAt(index) - 48) * weight
  }
  return String((10 - (sum % 10)) % 10)
}

function checked(length: number): z.ZodString {
  return z
    .string()
    .regex(new RegExp(`^\\d{${length}}$`))
    .refine(isConsistent, { error: 'the check digit is wrong' })
}

function isConsistent(digits: string): boolean {
  return gs1CheckDigit(digits.slice(0, -1)) === digits.at(-1) && /[1-9]/.test(digits)
}

function fits(gtin: Gtin, length: GtinLength): boolean {
  return /^0*$/.test(gtin.slice(0, 14 - length))
}

interface Shape {
  readonly lengths: readonly number[]
  readonly name: string
  readonly example: string
}

function parseDigits(text: unknown, { lengths, name, example }: Shape): Result<string, Gs1Failure> {
  if (typeof text !== 'string') return notText(example)
  const digits = text.trim()
  const start = text.length - text.trimStart().length
  const foreign = digits.search(/[^0-9]/)
  const fail = (kind: Gs1Failure['kind'], position: number, message: string) =>
    err<string, Gs1Failure>({ kind, message, position: start + position, example })
  if (foreign >= 0) return fail('not-digits', foreign, `a ${name} has digits only`)
  if (!lengths.includes(digits.length)) {
    const wanted = lengths.join(', ')
    const message = `a ${name} has ${wanted} digits, this has ${digits.length}; zeros may have been lost on the left`
    return fail('wrong-length', Math.min(digits.length, Math.max(...lengths)), message)
  }
  if (!/[1-9]/.test(digits)) return fail('all-zeros', 0, `a ${name} of zeros names nothing`)
  const expected = gs1CheckDigit(digits.slice(0, -1))
  if (expected === digits.at(-1)) return ok(digits)
  const message = `the last digit of this ${name} would have to be ${expected}: one digit is wrong or two are swapped`
  return fail('wrong-check-digit', digits.length - 1, message)
}
