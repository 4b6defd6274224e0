import { err, ok, type Result } from 'neverthrow'
import { notText, type ParseFailure } from '../value/parse-failure.js'

/** Why a text is no JSON Pointer. */
export type PointerFailure = ParseFailure<'no-slash' | 'unknown-escape'>

/** One key as a JSON Pointer token (RFC 6901). */
export function escapePointer(key: string): string {
  return /[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key
}

/** Reads a JSON Pointer: its keys, outermost first; none for the whole document. */
export function parsePointer(text: unknown): Result<readonly string[], PointerFailure> {
  const example = '/lines/0/sku'
  if (typeof text !== 'string') return notText(example)
  if (text !== '' && !text.startsWith('/')) {
    const message = 'a JSON Pointer is empty or begins with a slash'
    return err({ kind: 'no-slash', message, position: 0, example })
  }
  const wrong = text.search(/~(?![01])/)
  if (wrong < 0) return ok(pointerKeys(text))
  const message = 'after ~ a JSON Pointer has 0 for a tilde or 1 for a slash'
  return err({ kind: 'unknown-escape', message, position: wrong + 1, example })
}

/** The keys of what is known to be a JSON Pointer. */
export function pointerKeys(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}
