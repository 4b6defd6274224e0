import type { AnyLeaf, GroupNode, JointNode } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { decodeThrough, getThrough } from '../run/scope.js'
import { isJsonObject } from '../wire/json.js'

/** A wire word, or {@link ANY_OTHER}, and what it means. */
export type Meaning = readonly [word: string, meaning: string]

/** Stands for every word that a vocabulary does not list. */
export const ANY_OTHER = 'any other'
// no vocabulary has a word like this
const UNHEARD_OF = '\u0000'

/**
 * The words of a leaf that is a table, out of what its document says: `A, B → none, D → partial`.
 *
 * Every pair is tried, so that a text which only looks like a table is none.
 */
export function meaningsOf(leaf: AnyLeaf): readonly Meaning[] | undefined {
  const listed = listedIn(leaf.doc, (lexeme) => decodeThrough(leaf, lexeme, {}))
  if (!listed || listed.some(([word]) => word === ANY_OTHER)) return listed
  const other = decodeThrough(leaf, UNHEARD_OF, {})
  return typeof other === 'string' ? [...listed, [ANY_OTHER, other]] : listed
}

/** The same of a group that reads one place, as the document has it. */
export function meaningsOfGroup(node: GroupNode | JointNode): readonly Meaning[] | undefined {
  const [read, ...others] = node.reads
  if (!read || read.leaf || others.length > 0) return undefined
  return listedIn(node.doc, (lexeme) => getThrough(node, { [read.name]: lexeme }, {}))
}

function listedIn(
  doc: string,
  meaningOf: (lexeme: unknown) => unknown,
): readonly Meaning[] | undefined {
  const [first, ...others] = doc.split(' → ').map((part) => part.split(', '))
  if (first === undefined || others.length === 0) return undefined
  const last = others.length - 1
  if (others[last]?.length !== 1) return undefined
  let words = first
  const pairs = others.flatMap(([meaning = '', ...next]) => {
    const found = words.map((word): Meaning => [word, meaning])
    words = next
    return found
  })
  return pairs.every((pair) => isTrue(meaningOf, pair)) ? pairs : undefined
}

function isTrue(meaningOf: (lexeme: unknown) => unknown, [word, meaning]: Meaning): boolean {
  return lexemesOf(word).some((lexeme) => {
    const value = meaningOf(lexeme)
    if (isRefusal(value)) return false
    // a label keeps its own word beside the meaning
    return (isJsonObject(value) ? Object.values(value) : [value]).map(String).includes(meaning)
  })
}

/** The wire values that a word may stand for: itself, or the JSON that it spells. */
function lexemesOf(word: string): readonly unknown[] {
  if (word === ANY_OTHER) return [UNHEARD_OF]
  try {
    return [word, JSON.parse(word)]
  } catch {
    return [word]
  }
}
