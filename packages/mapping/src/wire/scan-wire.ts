import { numberOf, WireNumber } from './wire-number.js'

/** A number in a JSON text that a double does not hold, from its first digit to behind its last. */
export interface NumberAtRisk {
  readonly start: number
  readonly end: number
  readonly number: WireNumber
}

/** What one look at a JSON text found out, without parsing it. */
export interface WireScan {
  /** Deeper nested than allowed; the rest was not looked at. */
  readonly tooDeep: boolean
  readonly atRisk: readonly NumberAtRisk[]
}

interface Place {
  readonly text: string
  readonly at: number
}

const QUOTE = 34
const BACKSLASH = 92
const POINT = 46
const RUN = /[\d.eE+-]+/y
const UNSIGNED = /^(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** Looks at a JSON text once, for nesting beyond `depth` and for numbers at risk. */
export function scanWire(text: string, depth: number): WireScan {
  const atRisk: NumberAtRisk[] = []
  let level = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (isDigit(code)) at = passNumber({ text, at }, atRisk) - 1
    else level += nesting(code)
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

/** Passes a number, and keeps it if it is at risk; the place behind it. */
function passNumber({ text, at }: Place, atRisk: NumberAtRisk[]): number {
  let end = at
  while (isDigit(text.charCodeAt(end)) || text.charCodeAt(end) === POINT) end += 1
  const next = text.charCodeAt(end)
  // 15 digits always fit; anything longer or with an exponent is looked at closely
  if (end - at <= 15 && next !== 101 && next !== 69) return end
  RUN.lastIndex = at
  const run = RUN.exec(text)?.[0] ?? ''
  const number = numberOf(text.charAt(at - 1) === '-' ? `-${run}` : run)
  end = at + run.length
  // what is no number stays as it stands, for the parser to meet
  if (UNSIGNED.test(run) && number instanceof WireNumber) atRisk.push({ start: at, end, number })
  return end
}

function nesting(code: number): -1 | 0 | 1 {
  if (code === 123 || code === 91) return 1
  return code === 125 || code === 93 ? -1 : 0
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
