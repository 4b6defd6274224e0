import { type Refusal, refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'

/** Wire words and the canonical words they mean. */
export type Words = Readonly<Record<string, string>>

/**
 * A closed vocabulary as a table of wire word to canonical word.
 *
 * Where several wire words mean the same, the first one is written, and the original is kept as
 * residue. With `unknown`, a word that the table does not list decodes to that canonical word, is
 * kept, and comes back as it was; without, it is refused.
 */
export function table<const T extends Words>(words: T): Leaf<keyof T & string, T[keyof T]>
export function table<const T extends Words, const U extends string>(
  words: T,
  other: { readonly unknown: U },
): Leaf<string, T[keyof T] | U>
export function table(words: Words, other?: { readonly unknown: string }): Leaf<string, string> {
  const forth = new Map(Object.entries(words))
  const back = new Map([...forth].reverse().map(([wire, value]) => [value, wire]))
  const loss = lossOf(forth, back, other?.unknown)
  return leaf({
    name: 'table',
    doc: [...forth].map(([wire, value]) => `${wire} → ${value}`).join(', '),
    lossless: loss === undefined || ((wire) => back.get(forth.get(wire) ?? '') === wire),
    ...(loss === undefined ? {} : { loss }),
    domain: {
      wire: other === undefined ? { kind: 'words', words: [...forth.keys()] } : { kind: 'text' },
      entity: { kind: 'words', words: [...back.keys()] },
    },
    decode: (wire) => forth.get(wire) ?? unlisted(wire, other?.unknown),
    encode: (value) =>
      back.get(value) ?? refuse('no-word', 'a value that this system has a word for'),
  })
}

function unlisted(wire: unknown, unknown: string | undefined): string | Refusal {
  if (typeof wire !== 'string') return refuse('type', 'a word')
  if (unknown !== undefined) return unknown
  return refuse('unlisted-word', 'a word of the table', printable(wire))
}

function lossOf(
  forth: ReadonlyMap<string, string>,
  back: ReadonlyMap<string, string>,
  unknown: string | undefined,
): string | undefined {
  const written = [...back.values()].reverse().join(', ')
  const shared = `several words share one meaning; written are ${written}`
  const losses = [
    ...(forth.size === back.size ? [] : [shared]),
    ...(unknown === undefined ? [] : [`words that are not listed become ${unknown}`]),
  ]
  return losses.length === 0 ? undefined : losses.join('; ')
}

// only what looks like a constant of a vocabulary is shown, never free text
function printable(word: string): string | undefined {
  return /^(?:[a-z]{1,40}(?:_[a-z]{1,40}){0,6}|[A-Z_]{1,40})$/.test(word) ? word : undefined
}
