import { refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'

const WORD = { kind: 'matching', pattern: '^[a-z0-9]{1,9}$' } as const

/**
 * Words in one text, parted by a separator, as a list: `"vip, gift"` is `["vip", "gift"]`.
 *
 * Space around a word and empty words do not count. A word that holds the separator cannot be
 * written and is refused.
 */
export function tags(separator: string): Leaf<string, string[]> {
  const split = (wire: string) =>
    wire
      .split(separator)
      .map((word) => word.trim())
      .filter((word) => word !== '')
  const join = (words: readonly string[]) => words.join(`${separator} `)
  return leaf<string, string[]>({
    name: 'tags',
    doc: `words parted by "${separator}"`,
    domain: { wire: { kind: 'text' }, entity: { kind: 'list', of: WORD } },
    decode: (wire) => (typeof wire === 'string' ? split(wire) : refuse('type', 'text')),
    encode: (words) =>
      Array.isArray(words) && words.every((word) => isPlain(word, separator))
        ? join(words)
        : refuse('tag', `words without "${separator}" and outer space`),
    normal: (wire) => join(split(wire)),
  })
}

function isPlain(word: unknown, separator: string): boolean {
  return (
    typeof word === 'string' && word !== '' && word.trim() === word && !word.includes(separator)
  )
}
