import { err, ok, type Result } from 'neverthrow'
import { notText, type ParseFailure } from '../value/parse-failure.js'
import type { Ref } from './ref.js'

/**
 * A ref as one string, injective: `shopify/acme/Order/820982911946154508`. The role plays no part.
 *
 * It can be written as UTF-8 and read to its end, whatever the ref has: half of a surrogate pair becomes
 * `%uD83D`, and NUL becomes `%u0000`.
 */
export function refKey(ref: Pick<Ref, 'system' | 'account' | 'kind' | 'id'>): string {
  const { system, account, kind, id } = ref
  return `${escapePart(system)}/${escapePart(account)}/${escapePart(kind)}/${escapePart(id)}`
}

/** Why a text is no key of a ref. */
export type RefKeyFailure = ParseFailure<'not-four-parts' | 'empty-part' | 'unknown-escape'>

/** Reads the ref that {@link refKey} printed; any other text is a failure. */
export function parseRefKey(key: unknown): Result<Ref, RefKeyFailure> {
  const example = 'shopify/acme/Order/820982911946154508'
  if (typeof key !== 'string') return notText(example)
  const fail = (kind: RefKeyFailure['kind'], position: number, message: string) =>
    err({ kind, message, position, example })
  const wrong = key.search(/%(?!25|2F|u0000|uD[89A-F][0-9A-F]{2})|\p{Surrogate}/u)
  if (wrong >= 0) return fail('unknown-escape', wrong, 'in the key of a ref % is %25 and / is %2F')
  const parts = key.split('/')
  if (parts.length !== 4) {
    const message = `a ref is system, account, kind and id, this has ${parts.length} parts`
    const position = parts.slice(0, 4).join('/').length
    return fail('not-four-parts', position, message)
  }
  const [system = '', account = '', kind = '', id = ''] = parts.map(unescapePart)
  const empty = parts.indexOf('')
  if (empty < 0) {
    const ref = { system, account, kind, id }
    // two halves that make a whole are printed as that
    return refKey(ref) === key ? ok(ref) : fail('unknown-escape', key.indexOf('%u'), HALVES)
  }
  const position = parts.slice(0, empty).join('/').length
  return fail('empty-part', position, 'every part of a ref has at least one character')
}

function escapePart(part: string): string {
  if (!ESCAPED.test(part)) return part
  const escaped = part.replaceAll('%', '%25').replaceAll('/', '%2F')
  return escaped.replace(/\p{Surrogate}/gu, (half) => `%u${hexOf(half)}`).replaceAll('\0', '%u0000')
}

function unescapePart(part: string): string {
  const whole = part.replace(/%u([0-9A-F]{4})/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return whole.replaceAll('%2F', '/').replaceAll('%25', '%')
}

// written as text, since an expression is not to have control characters
const ESCAPED = /[%/\0\ud800-\udfff]/
const HALVES = 'in the key of a ref only half of a surrogate pair is written as %u'

function hexOf(half: string): string {
  return half.charCodeAt(0).toString(16).toUpperCase()
}
