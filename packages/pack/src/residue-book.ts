import { type Residue, readWire, writeWire } from '@canonry/mapping'

/** One way in which a system shows a thing: a resource, in one version of its API. */
export interface Dialect {
  /** The resource's name: `order@webhook`. */
  readonly resource: string
  readonly apiVersion: string
}

/**
 * A book of residues with another one entered: a line of JSON for each dialect that left something,
 * `["2026-07/order@webhook",{…}]`, which keeps every digit; for a row of a store. What other dialects
 * left there stays as it is, and is not read.
 */
export function enterResidue(book: string, dialect: Dialect, residue: Residue): string {
  const head = headOf(dialect)
  const line = isEmpty(residue) ? '' : `${head}${writeWire(residue)}]`
  // nearly always only one dialect speaks of a thing, or says nothing new
  if (book === '' || book === line) return line
  const lines = book.split('\n').filter((each) => !each.startsWith(head))
  return [...lines, line].filter((each) => each !== '').join('\n')
}

/** What the documents of one dialect left in a book; nothing where it has left nothing. */
export function residueOf(book: string, dialect: Dialect): Residue {
  const head = headOf(dialect)
  const line = book.split('\n').find((each) => each.startsWith(head))
  // a line that cannot be read is an empty one: residue is a courtesy, never a condition
  return line === undefined ? {} : readWire(line).map(residueIn).unwrapOr({})
}

function residueIn(line: unknown): Residue {
  const residue: unknown = Array.isArray(line) ? line[1] : undefined
  return typeof residue === 'object' && residue !== null ? residue : {}
}

// JSON has no line break but between its tokens, so the start of a line names its dialect
function headOf({ resource, apiVersion }: Dialect): string {
  return `[${JSON.stringify(`${apiVersion}/${resource}`)},`
}

// of a document that leaves nothing, all fields are there and undefined
function isEmpty(residue: Residue): boolean {
  return Object.values(residue).every((field) => field === undefined)
}
