const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Whether JSON bytes nest deeper than `limit`, found in one pass before anything is parsed.
 *
 * Brackets inside strings do not count. Bytes that are no JSON get some answer and never a throw.
 */
export function nestsDeeper(bytes: Uint8Array, limit: number): boolean {
  let depth = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) at = endOfString(bytes, at)
    else if (isOpening(byte)) depth++
    else if (isClosing(byte)) depth--
    if (depth > limit) return true
  }
  return false
}

function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}

function isOpening(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b
}

function isClosing(byte: number | undefined): boolean {
  return byte === 0x7d || byte === 0x5d
}
