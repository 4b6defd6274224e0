import { refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'

/** How a system spells one of two truth values; of several spellings the first is written. */
export type Spelling<W> = W | readonly [W, ...W[]]

/**
 * A truth value in a system's own words: `flag('Y', 'N')`, `flag('T', 'F')`, `flag(1, 0)`.
 *
 * Spellings are those that are declared, `flag(['true', 'True'], ['false', ''])`, and no others.
 */
export function flag(yes: Spelling<string>, no: Spelling<string>): Leaf<string, boolean>
export function flag(yes: Spelling<number>, no: Spelling<number>): Leaf<number, boolean>
export function flag<W extends string | number>(
  yes: Spelling<W>,
  no: Spelling<W>,
): Leaf<W, boolean> {
  const [yeses, noes] = [listOf(yes), listOf(no)]
  const meaning = new Map([
    ...yeses.map((word) => [word, true] as const),
    ...noes.map((word) => [word, false] as const),
  ])
  const several = meaning.size > 2
  return leaf<W, boolean>({
    name: 'flag',
    doc: `yes as ${yeses.map(shown).join(' or ')}, no as ${noes.map(shown).join(' or ')}`,
    ...(several ? { loss: 'which spelling it was' } : { lossless: true }),
    domain: {
      wire: { kind: 'words', words: [...meaning.keys()] },
      entity: { kind: 'boolean' },
    },
    decode: (wire) => meaning.get(wire) ?? refuse('unlisted-word', 'one of the two words'),
    encode: (value) => {
      if (typeof value !== 'boolean') return refuse('type', 'true or false')
      return (value ? yeses : noes)[0]
    },
  })
}

function listOf<W extends string | number>(spelling: Spelling<W>): readonly [W, ...W[]] {
  return typeof spelling === 'object' ? spelling : [spelling]
}

function shown(word: string | number): string {
  return word === '' ? 'nothing' : String(word)
}
