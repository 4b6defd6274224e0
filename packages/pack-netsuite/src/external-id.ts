import type { Ref } from '@canonry/model'

const PLAIN = /^[A-Za-z0-9]$/

/**
 * The external id under which a thing of another system is kept in NetSuite.
 *
 * Injective, and made of letters, digits, `_` and `-` alone, which is all that NetSuite takes: the
 * parts system, account, kind and id joined by `_`, every other byte (UTF-8) as `-` and two hex
 * digits. The ref's role plays no part.
 */
export function externalIdOf(ref: Pick<Ref, 'system' | 'account' | 'kind' | 'id'>): string {
  return [ref.system, ref.account, ref.kind, ref.id].map(escapePart).join('_')
}

function escapePart(part: string): string {
  return Array.from(part, escapeCharacter).join('')
}

function escapeCharacter(character: string): string {
  if (PLAIN.test(character)) return character
  return bytesOf(character)
    .map((byte) => `-${byte.toString(16).padStart(2, '0')}`)
    .join('')
}

// TextEncoder maps every lone surrogate to the same three bytes; two ids must not become one
function bytesOf(character: string): number[] {
  const code = character.codePointAt(0) as number
  if (code < 0xd800 || code > 0xdfff) return [...new TextEncoder().encode(character)]
  return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
}

/**
 * The source that an external id was made from by {@link externalIdOf}; `undefined` for one that was
 * made by anybody else.
 */
export function sourceOfExternalId(externalId: string): Ref | undefined {
  const parts = externalId.split('_').map(partOf)
  const [system, account, kind, id] = parts
  if (parts.length !== 4 || !system || !account || !kind || !id) return undefined
  const ref = { system, account, kind, id }
  return externalIdOf(ref) === externalId ? ref : undefined
}

function partOf(escaped: string): string | undefined {
  const encoded = escaped.replace(/-([0-9a-f]{2})/g, '%$1')
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}
