const ZERO = 48
const NINE = 57
const MINUS = 45
const POINT = 46

/**
 * The normal form of plain digits, `"10.00"` → `"10"`, by one look at every character.
 *
 * `undefined` for any other lexeme (a sign in front of zero, an exponent, surplus zeros in front,
 * nothing on one side of the point) and for what is no number.
 */
export function plainDecimal(text: string): string | undefined {
  const start = text.charCodeAt(0) === MINUS ? 1 : 0
  const point = endOfDigits(text, start)
  const isWhole = point === text.length
  if (point === start || (point > start + 1 && text.charCodeAt(start) === ZERO)) return undefined
  if (!isWhole && (text.charCodeAt(point) !== POINT || !endsInDigits(text, point + 1))) {
    return undefined
  }
  const end = isWhole ? point : withoutZeros(text, point)
  // zero has no sign
  if (start === 1 && end === 2 && text.charCodeAt(1) === ZERO) return undefined
  return end === text.length ? text : text.slice(0, end)
}

function endOfDigits(text: string, start: number): number {
  let at = start
  while (isDigit(text.charCodeAt(at))) at += 1
  return at
}

function endsInDigits(text: string, start: number): boolean {
  return start < text.length && endOfDigits(text, start) === text.length
}

/** Where the text ends without the zeros behind its point, and without a point alone. */
function withoutZeros(text: string, point: number): number {
  let end = text.length
  while (text.charCodeAt(end - 1) === ZERO) end -= 1
  return end === point + 1 ? point : end
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}
