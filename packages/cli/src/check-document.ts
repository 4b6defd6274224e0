import { countResidue, encode, type MappingError, normalise, sameValue } from '@canonry/mapping'
import { diffPaths, type Finding } from '@canonry/model'
import {
  type DecodedPart,
  decodeResource,
  type PartDocument,
  partDocuments,
  type Resource,
} from '@canonry/pack'

/** How a document came through the mapping and back. */
export type RoundTrip =
  | 'equal'
  | 'equal-in-normal-form'
  | 'different'
  | 'not-decoded'
  | 'not-encoded'

/** What the check of one document found. */
export interface DocumentReport {
  readonly outcome: RoundTrip
  /** Rules that the document breaks, with the pointers on both sides. */
  readonly errors: readonly MappingError[]
  /** JSON Pointers into the document at which it came back different. */
  readonly differences: readonly string[]
  /** Values that have no canonical place and were kept. */
  readonly residue: number
  readonly entities: readonly string[]
  /** What the model's invariants say about the entities. */
  readonly findings: readonly Finding[]
}

// a check reads documents of no particular account
const CONTEXT = { account: 'check' }

/** Decodes a document, encodes its entities again, and compares. */
export function checkDocument(resource: Resource, wire: unknown): DocumentReport {
  const documents = partDocuments(resource, wire, CONTEXT).unwrapOr([])
  return decodeResource(resource, wire, CONTEXT).match(
    (parts) => {
      const trips = documents.map((document, index) => roundTrip(document, parts[index]))
      return {
        outcome: worst(trips.map(({ outcome }) => outcome)),
        errors: trips.flatMap(({ errors }) => errors),
        differences: trips.flatMap(({ differences }) => differences),
        residue: parts.reduce((sum, { residue }) => sum + countResidue(residue), 0),
        entities: parts.map(({ entity }) => entity),
        findings: parts.flatMap(({ findings }) => findings),
      }
    },
    (errors) => ({ ...NOTHING, outcome: 'not-decoded', errors }),
  )
}

const NOTHING = { differences: [], residue: 0, entities: [], findings: [] } as const

interface Trip {
  readonly outcome: RoundTrip
  readonly errors: readonly MappingError[]
  readonly differences: readonly string[]
}

function roundTrip(before: PartDocument, decoded: DecodedPart | undefined): Trip {
  const { part, context } = before
  return encode(part.mapping, decoded?.body, { context, residue: decoded?.residue ?? {} }).match(
    (after) => ({ errors: [], ...compare(before, after) }),
    (errors) => ({ outcome: 'not-encoded', errors, differences: [] }),
  )
}

function compare({ part: { mapping }, at, document }: PartDocument, after: unknown) {
  if (sameValue(document, after)) return { outcome: 'equal' as const, differences: [] }
  const differences = diffPaths(normalise(mapping, document), normalise(mapping, after))
  return differences.length === 0
    ? { outcome: 'equal-in-normal-form' as const, differences: [] }
    : { outcome: 'different' as const, differences: differences.map((path) => `${at}${path}`) }
}

const ORDER: readonly RoundTrip[] = [
  'equal',
  'equal-in-normal-form',
  'different',
  'not-encoded',
  'not-decoded',
]

function worst(outcomes: readonly RoundTrip[]): RoundTrip {
  return ORDER[Math.max(0, ...outcomes.map((outcome) => ORDER.indexOf(outcome)))] as RoundTrip
}
