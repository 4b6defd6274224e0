/** What one look at a JSON text found out, without parsing it. */
export interface WireScan {
  /** Deeper nested than allowed; the rest was not looked at. */
  readonly tooDeep: boolean
  /** At least one number that a double may not hold exactly. */
  readonly atRisk: boolean
}

const QUOTE = 34
const BACKSLASH = 92

/** Looks at a JSON text once, for nesting beyond `depth` and for numbers at risk. */
export function scanWire(text: string, depth: number): WireScan {
  let level = 0
  let atRisk = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (isDigit(code)) {
      const end = endOfNumber(text, at)
      atRisk ||= mayLose(text, at, end)
      at = end - 1
    } else level += nesting(code)
    if (level > depth) return { tooDeep: true, atRisk }
  }
  return { tooDeep: false, atRisk }
}

/** Where a string that starts with a quote ends: the place of its closing quote. */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

function isEscaped(text: string, at: number): boolean {
  let start = at
  while (text.charCodeAt(start - 1) === BACKSLASH) start -= 1
  return (at - start) % 2 === 1
}

function endOfNumber(text: string, start: number): number {
  let end = start
  while (isDigit(text.charCodeAt(end)) || text.charCodeAt(end) === 46) end += 1
  return end
}

// 15 digits always fit; anything longer or with an exponent is looked at closely
function mayLose(text: string, start: number, end: number): boolean {
  const next = text.charCodeAt(end)
  return end - start > 15 || next === 101 || next === 69
}

function nesting(code: number): -1 | 0 | 1 {
  if (code === 123 || code === 91) return 1
  return code === 125 || code === 93 ? -1 : 0
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
