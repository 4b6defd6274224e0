import { err, ok, type Result } from 'neverthrow'
import { notText, type ParseFailure } from '../value/parse-failure.js'
import type { Ref } from './ref.js'

/** A ref as one string, injective: `shopify/acme/Order/820982911946154508`. The role plays no part. */
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
  const wrong = key.search(/%(?!25|2F)/)
  if (wrong >= 0) return fail('unknown-escape', wrong, 'in the key of a ref % is %25 and / is %2F')
  const parts = key.split('/')
  if (parts.length !== 4) {
    const message = `a ref is system, account, kind and id, this has ${parts.length} parts`
    const position = parts.slice(0, 4).join('/').length
    return fail('not-four-parts', position, message)
  }
  const [system = '', account = '', kind = '', id = ''] = parts.map(unescapePart)
  const empty = parts.indexOf('')
  if (empty < 0) return ok({ system, account, kind, id })
  const position = parts.slice(0, empty).join('/').length
  return fail('empty-part', position, 'every part of a ref has at least one character')
}

function escapePart(part: string): string {
  return /[%/]/.test(part) ? part.replaceAll('%', '%25').replaceAll('/', '%2F') : part
}

function unescapePart(part: string): string {
  return part.replaceAll('%2F', '/').replaceAll('%25', '%')
}
