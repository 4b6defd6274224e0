import { refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'

/** One wire value, `null` included, and the canonical value it means. */
export type Case = readonly [wire: string | number | boolean | null, value: string | boolean]

/**
 * Like {@link table} for any plain wire value: `cases([null, 'unknown'], [true, 'channel'])`.
 *
 * The compiler asks for every value that the document may hold. Where several mean the same, the
 * first is written.
 */
export function cases<const T extends readonly Case[]>(
  ...list: T
): Leaf<T[number][0], T[number][1]> {
  const forth = new Map<unknown, T[number][1]>(list)
  const back = new Map<unknown, T[number][0]>(
    [...list].reverse().map(([wire, value]) => [value, wire]),
  )
  return leaf({
    name: 'cases',
    doc: list.map(([wire, value]) => `${wire} → ${value}`).join(', '),
    ...(forth.size === back.size
      ? { lossless: true }
      : {
          lossless: (wire) => back.get(forth.get(wire) as T[number][1]) === wire,
          loss: 'several values share one meaning',
        }),
    domain: {
      wire: { kind: 'words', words: list.map(([wire]) => wire) },
      entity: { kind: 'words', words: list.map(([, value]) => value) },
    },
    decode: (wire) => forth.get(wire) ?? refuse('unlisted-value', 'one of the listed values'),
    encode: (value) =>
      back.has(value)
        ? (back.get(value) as T[number][0])
        : refuse('no-word', 'a value that this system has a word for'),
  })
}
