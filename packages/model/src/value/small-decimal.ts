import { type RoundingMode, roundsAway } from './rounding.js'

/** What a sum of two stays below so that both it and its parts are exact as numbers. */
const LIMIT = 2 ** 52
/** Texts up to this length have at most 15 digits, which every number holds exactly. */
const MAX_LENGTH = 15
/** What hundredths add to a whole number's text: nothing, `.5`, `.05`. */
const HUNDREDTHS = Array.from({ length: 100 }, (_, part) =>
  part === 0 ? '' : String(part / 100).slice(1),
)
const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent)

/** The power of ten, or NaN beyond what stays exact, so that the result fails {@link isSmall}. */
export function powerOfTen(exponent: number): number {
  return POWERS[exponent] ?? Number.NaN
}

/** Whether a number of steps is exact and may be added to another such number. */
export function isSmall(units: number): boolean {
  return units <= LIMIT && units >= -LIMIT
}

/** Digits after the point of a decimal text. */
export function scaleOf(text: string): number {
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}

/** The digits of a short decimal text as one whole number; NaN when it is long or no decimal. */
export function smallUnits(text: string, scale: number): number {
  const length = text.length
  if (length > MAX_LENGTH) return Number.NaN
  const point = scale === 0 ? length : length - scale - 1
  const negative = text.charCodeAt(0) === 45
  let units = 0
  for (let index = negative ? 1 : 0; index < length; index += 1) {
    if (index === point) continue
    const digit = text.charCodeAt(index) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    units = units * 10 + digit
  }
  return negative ? -units : units
}

/** The whole steps of 10^-scale of a short decimal text; NaN when it has more digits or is long. */
export function smallUnitsAt(text: string, scale: number): number {
  const own = scaleOf(text)
  // digits beyond the scale would need a negative power, which is NaN
  return smallUnits(text, own) * powerOfTen(scale - own)
}

/** The quotient rounded to a whole number; exact because the remainder is taken off first. */
export function divideSmall(dividend: number, divisor: number, mode: RoundingMode): number {
  const remainder = dividend % divisor
  const quotient = (dividend - remainder) / divisor
  if (remainder === 0) return quotient
  const negative = dividend < 0
  const twice = Math.abs(remainder) * 2
  const half = twice === divisor ? 0 : twice > divisor ? 1 : -1
  if (!roundsAway({ negative, odd: quotient % 2 !== 0, half }, mode)) return quotient
  return quotient + (negative ? -1 : 1)
}

/** The normalised text of a whole number of steps. */
export function printSmall(units: number, scale: number): string {
  if (scale === 2) return printHundredths(units)
  let steps = units
  let digits = scale
  while (digits > 0 && steps % 10 === 0) {
    steps /= 10
    digits -= 1
  }
  return placeSmallPoint(steps, digits)
}

// the scale of most money
function printHundredths(units: number): string {
  const size = Math.abs(units)
  const whole = Math.floor(size / 100)
  const text = whole + (HUNDREDTHS[size - whole * 100] as string)
  return units < 0 ? `-${text}` : text
}

/** The text with exactly `scale` digits after the point. */
export function placeSmallPoint(units: number, scale: number): string {
  if (scale === 0) return String(units)
  const size = Math.abs(units)
  const power = powerOfTen(scale)
  if (!isSmall(power)) return placeByText(units, scale)
  const fraction = size % power
  const whole = (size - fraction) / power
  const text = `${whole}.${padded(fraction, scale)}`
  return units < 0 ? `-${text}` : text
}

// short numbers print fast because the engine keeps their texts
function padded(fraction: number, scale: number): string {
  if (scale === 2) return fraction < 10 ? `0${fraction}` : `${fraction}`
  return String(fraction).padStart(scale, '0')
}

function placeByText(units: number, scale: number): string {
  const digits = String(Math.abs(units)).padStart(scale + 1, '0')
  const point = digits.length - scale
  const text = `${digits.slice(0, point)}.${digits.slice(point)}`
  return units < 0 ? `-${text}` : text
}
