import fc from 'fast-check'
import type { z } from 'zod'
import { normalise } from '../normalise.js'
import { type Decoded, decode } from '../run/decode.js'
import { encode } from '../run/encode.js'
import type { Residue } from '../run/residue.js'
import { placeAt } from '../wire/path.js'
import { byName } from './by-name.js'
import {
  type Compared,
  type Discrepancy,
  differenceOf,
  refusal,
  valueAt,
  words,
} from './discrepancy.js'
import { lawOf } from './law.js'
import { printed } from './print-break.js'
import { type AnySubject, documentsOf } from './subject.js'

/** A document that has to be read, or why it is not. */
export function withDecoded(
  { mapping, context }: AnySubject,
  wire: unknown,
  then: (decoded: Decoded<unknown>) => Discrepancy | undefined,
): Discrepancy | undefined {
  return decode(mapping, wire, context).match(then, (errors) =>
    refusal('the document is refused', errors),
  )
}

/** An entity that has to be written, or why it is not. */
export function withEncoded(
  { mapping, context }: AnySubject,
  { entity, residue }: { readonly entity: unknown; readonly residue: Residue },
  then: (wire: unknown) => Discrepancy | undefined,
): Discrepancy | undefined {
  return encode(mapping, entity, { context, residue }).match(then, (errors) =>
    refusal('the entity is refused', errors),
  )
}

/** How a document does not come back equal in normal form. */
export function differenceBack(subject: AnySubject, wire: unknown): Discrepancy | undefined {
  const { mapping, allows } = subject
  return withDecoded(subject, wire, (decoded) =>
    withEncoded(subject, decoded, (back) =>
      differenceOf({
        what: 'the document does not come back equal in normal form',
        side: 'wire',
        expected: normalise(mapping, wire),
        actual: normalise(mapping, back),
        ...exceptOf(allows),
      }),
    ),
  )
}

/** How an entity is not what the canonical schema describes, and nothing beside it. */
export function uncanonical({ mapping }: AnySubject, entity: unknown): Discrepancy | undefined {
  const what = 'the entity is not what the canonical schema describes'
  const parsed = mapping.canonical.safeParse(entity)
  if (parsed.success) {
    return differenceOf({ what, side: 'entity', expected: parsed.data, actual: entity })
  }
  const [issue] = parsed.error.issues
  if (!issue) return { what }
  const path = placeAt(issue.path.map(String))
  return {
    ...wantedBy(issue, what),
    entity: path.pointer,
    actual: valueAt(entity, path.pointer),
  }
}

/** What a schema wants where it refuses a value, in its own words. */
function wantedBy(
  issue: z.core.$ZodIssue,
  refused: string,
): Pick<Discrepancy, 'what' | 'expected'> {
  const what = `${refused}: ${issue.code}`
  switch (issue.code) {
    case 'invalid_type':
      return { what, expected: words(issue.expected) }
    case 'invalid_format':
      return { what, expected: words(`text of the form ${issue.pattern ?? issue.format}`) }
    case 'invalid_value':
      return { what, expected: words(issue.values.map((value) => printed(value)).join(' or ')) }
    default:
      return { what: `${refused}: ${issue.message}` }
  }
}

const total = lawOf<{ readonly wire: unknown }>({
  name: 'Total: every document decodes to an entity of the canonical schema',
  of: 'wire',
  isPlain: true,
  draw: (_, documents) => documents.map((wire) => ({ wire })),
  find: (subject, { wire }) =>
    withDecoded(subject, wire, ({ entity }) => uncanonical(subject, entity)),
})

const getPut = lawOf<{ readonly wire: unknown }>({
  name: 'GetPut: a document that is decoded and encoded again is equal in normal form',
  of: 'wire',
  isPlain: true,
  draw: (_, documents) => documents.map((wire) => ({ wire })),
  find: (subject, { wire }) => differenceBack(subject, wire),
})

const putGet = lawOf<{ readonly wire: unknown }>({
  name: 'PutGet: an entity that is encoded and decoded again is equal, with and without residue',
  of: 'wire',
  isPlain: true,
  draw: (_, documents) => documents.map((wire) => ({ wire })),
  find: (subject, { wire }) =>
    withDecoded(subject, wire, ({ entity, residue }) => {
      const kept = withEncoded(subject, { entity, residue }, (back) =>
        withDecoded(subject, back, (again) =>
          differentEntity(subject, { actual: again.entity, expected: entity }),
        ),
      )
      return kept ?? differenceReadBack(subject, { entity, residue: {} })
    }),
})

const putGetOfEntities = lawOf<{ readonly entity: unknown }>({
  name: 'PutGet of entities: an entity that comes from no document is written and reads back equal',
  of: 'entity',
  isPlain: true,
  draw: (_, entities) => entities.map((entity) => ({ entity })),
  find: (subject, { entity }) =>
    withEncoded(subject, { entity, residue: {} }, (wire) =>
      withDecoded(subject, wire, (again) =>
        differentEntity(subject, { actual: again.entity, expected: entity }),
      ),
    ),
})

const staleResidue = lawOf<{ readonly wire: unknown; readonly later: unknown }>({
  name: 'Stale residue: the residue of one document never overrides the entity of another',
  of: 'wire',
  draw: (subject, documents) => fc.record({ wire: documents, later: documentsOf(subject) }),
  find: (subject, { wire, later }) =>
    withDecoded(subject, wire, ({ residue }) =>
      withDecoded(subject, later, ({ entity }) => differenceReadBack(subject, { entity, residue })),
    ),
})

function differentEntity(
  { mapping, allows }: AnySubject,
  { actual, expected }: Pick<Compared, 'actual' | 'expected'>,
): Discrepancy | undefined {
  const what = 'the entity that was written reads back different'
  const compared: Compared = { what, side: 'entity', expected, actual, ...exceptOf(allows) }
  const found = differenceOf(compared)
  if (!found) return undefined
  const unordered = { expected: byName(mapping, expected), actual: byName(mapping, actual) }
  return differenceOf({ ...compared, ...unordered }) && found
}

// a word that no table lists exists only in its own document's residue: refusing it is right
function differenceReadBack(
  subject: AnySubject,
  { entity, residue }: { readonly entity: unknown; readonly residue: Residue },
): Discrepancy | undefined {
  const { mapping, context } = subject
  return encode(mapping, entity, { context, residue }).match(
    (wire) =>
      withDecoded(subject, wire, (again) =>
        differentEntity(subject, { actual: again.entity, expected: entity }),
      ),
    () => undefined,
  )
}

function exceptOf(allows: AnySubject['allows']): Pick<Compared, 'except'> {
  return allows === undefined ? {} : { except: allows }
}

/** What reading and writing keep of each other. */
export const roundTripLaws = [total, getPut, putGet, putGetOfEntities, staleResidue] as const
