const ZERO = 48
const NINE = 57
const POINT = 46

/**
 * The normal form of plain digits, `"10.00"` → `"10"`, by one look at every character.
 *
 * `undefined` for any other lexeme (a sign in front of zero, an exponent, surplus zeros in front,
 * nothing on one side of the point) and for what is no number.
 */
export function plainDecimal(text: string): string | undefined {
  const start = text.startsWith('-') ? 1 : 0
  const point = endOfDigits(text, start)
  if (point === start) return undefined
  const hasZero = text.charCodeAt(start) === ZERO
  if (hasZero && point > start + 1) return undefined
  const end = point === text.length ? point : endOfValue(text, point)
  // zero has no sign
  const isSignedZero = start === 1 && hasZero && end === 2
  if (end === 0 || isSignedZero) return undefined
  return end === text.length ? text : text.slice(0, end)
}

// looks at no character behind the last one: to the engine that is another, slower question
function endOfDigits(text: string, start: number): number {
  let at = start
  while (at < text.length && isDigit(text.charCodeAt(at))) at += 1
  return at
}

/** Where the text ends without the zeros behind its point; 0 unless digits follow the point. */
function endOfValue(text: string, point: number): number {
  if (text.charCodeAt(point) !== POINT || point + 1 === text.length) return 0
  let end = point
  for (let at = point + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (!isDigit(code)) return 0
    if (code !== ZERO) end = at + 1
  }
  return end
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}
