import { err, ok, type Result } from 'neverthrow'
import { type NotJson, parseWire } from './parse-wire.js'
import { scanWire } from './scan-wire.js'

/** Why a text could not be read: it is no JSON, or nested deeper than allowed. */
export type WireFailure = NotJson | { readonly kind: 'too-deep'; readonly depth: number }

const DEPTH = 64
// the parser recurses, so no caller may ask for more than the stack holds
const DEEPEST = 512

/**
 * Reads JSON text without losing a digit.
 *
 * The text is looked at once. Where every number fits a double it goes through `JSON.parse`;
 * otherwise those that do not fit come out as {@link WireNumber}. Nesting beyond `depth` (64, at
 * most 512) is refused before anything is parsed. Never throws.
 */
export function readWire(
  text: string,
  { depth = DEPTH }: { readonly depth?: number } = {},
): Result<unknown, WireFailure> {
  const limit = Math.min(depth, DEEPEST)
  const { tooDeep, atRisk } = scanWire(text, limit)
  if (tooDeep) return err({ kind: 'too-deep', depth: limit })
  if (atRisk) return parseWire(text)
  try {
    return ok(JSON.parse(text))
  } catch {
    // the engine's own message quotes the text, which may hold personal data
    return parseWire(text)
  }
}

/** Why a text was not read, as the end of a sentence: `not JSON: unexpected end at character 7`. */
export function explainWireFailure(failure: WireFailure): string {
  return failure.kind === 'too-deep'
    ? `nested deeper than ${failure.depth} levels`
    : `not JSON: ${failure.message} at character ${failure.at}`
}
