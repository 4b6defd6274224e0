import { type Residue, readWire, writeWire } from '@canonry/mapping'

/** One way in which a system shows a thing: a resource, in one version of its API. */
export interface Dialect {
  /** The resource's name: `order@webhook`. */
  readonly resource: string
  readonly apiVersion: string
}

type Book = Readonly<Record<string, Residue>>

/**
 * A book of residues, one for each dialect, with another one entered; as JSON text that keeps every
 * digit, for a row of a store. What other dialects left there stays.
 */
export function enterResidue(
  book: string | undefined,
  { resource, apiVersion }: Dialect,
  residue: Residue,
): string {
  const entry = { [nameOf({ resource, apiVersion })]: residue }
  const alone = writeWire(entry)
  // nearly always the same dialect comes again, with nothing new
  return book === undefined || book === alone ? alone : writeWire({ ...open(book), ...entry })
}

/** What the documents of one dialect left in a book; nothing where it has left nothing. */
export function residueOf(book: string | undefined, dialect: Dialect): Residue {
  const residues = open(book)
  const name = nameOf(dialect)
  return (Object.hasOwn(residues, name) && residues[name]) || {}
}

// a book that cannot be read is an empty one: residue is a courtesy, never a condition
function open(book: string | undefined): Book {
  if (book === undefined) return {}
  return readWire(book).match(
    (value) => (typeof value === 'object' && value !== null ? (value as Book) : {}),
    () => ({}),
  )
}

// an API version has no slash, a resource may
function nameOf({ resource, apiVersion }: Dialect): string {
  return `${apiVersion}/${resource}`
}
