import { isBeyond } from './inspect-wire.js'
import { setOwn } from './json.js'
import type { NumberAtRisk } from './scan-wire.js'

// from here on no double is exact, so once the numbers at risk are out only stand-ins lie there
const FIRST = 2 ** 53

/** The text with a stand-in for every number at risk, which a parser reads as it stands. */
export function withStandIns(text: string, atRisk: readonly NumberAtRisk[]): string {
  let written = ''
  let from = 0
  for (const [index, { start, end }] of atRisk.entries()) {
    written += text.slice(from, start) + String(FIRST + 2 * index)
    from = end
  }
  return written + text.slice(from)
}

/** The parsed value with the numbers that stand-ins stood for; objects and lists are changed. */
export function withoutStandIns(value: unknown, atRisk: readonly NumberAtRisk[]): unknown {
  if (isBeyond(value)) return atRisk[(Math.abs(value) - FIRST) / 2]?.number
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      value[index] = withoutStandIns(value[index], atRisk)
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const key in value) {
      const part: unknown = value[key as keyof typeof value]
      const whole = withoutStandIns(part, atRisk)
      if (whole !== part) setOwn(value, key, whole)
    }
  }
  return value
}
