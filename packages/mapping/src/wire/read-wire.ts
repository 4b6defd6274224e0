import { err, ok, type Result } from 'neverthrow'
import { inspectWire } from './inspect-wire.js'
import { type NotJson, parseWire } from './parse-wire.js'
import { scanWire } from './scan-wire.js'
import { withoutStandIns, withStandIns } from './stand-ins.js'

/** Why a text could not be read: it is no JSON, or nested deeper than allowed. */
export type WireFailure = NotJson | { readonly kind: 'too-deep'; readonly depth: number }

const DEPTH = 64
// readers of a value recurse, so no caller may ask for more than the stack holds
const DEEPEST = 512

// Sixteen digits or points in a row at the start of a number, or an exponent that may end in zero.
// Written out sixteen times, because the engine skips ahead only in patterns that do not count.
const MAY_LOSE = new RegExp(
  `\\d(?:[eE]-\\d\\d\\d|${'[\\d.]'.repeat(15)}(?<=(?:^|[:,[\\s-])[\\d.]{16}))`,
)

/**
 * Reads JSON text without losing a digit.
 *
 * Where every number fits a double the text goes through `JSON.parse` as it is; numbers that do not
 * fit come out as {@link WireNumber}. Nesting beyond `depth` (64, at most 512) is refused. Never
 * throws.
 */
export function readWire(
  text: string,
  { depth = DEPTH }: { readonly depth?: number } = {},
): Result<unknown, WireFailure> {
  const limit = Math.min(depth, DEEPEST)
  if (MAY_LOSE.test(text)) return readCarefully(text, limit)
  const value = parsed(text)
  const verdict = value === undefined ? 'at-risk' : inspectWire(value, limit)
  if (verdict === 'too-deep') return err({ kind: 'too-deep', depth: limit })
  return verdict === 'exact' ? ok(value) : readCarefully(text, limit)
}

function readCarefully(text: string, limit: number): Result<unknown, WireFailure> {
  const { tooDeep, atRisk } = scanWire(text, limit)
  if (tooDeep) return err({ kind: 'too-deep', depth: limit })
  const value = parsed(withStandIns(text, atRisk))
  // the engine's own message quotes the text, which may hold personal data
  if (value === undefined) return parseWire(text)
  return ok(atRisk.length > 0 ? withoutStandIns(value, atRisk) : value)
}

/** The engine's reading of a text; `undefined` for one that is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Why a text was not read, as the end of a sentence: `not JSON: expected a value at character 7`. */
export function explainWireFailure(failure: WireFailure): string {
  return failure.kind === 'too-deep'
    ? `nested deeper than ${failure.depth} levels`
    : `not JSON: ${failure.message}`
}
