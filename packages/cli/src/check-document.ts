import { countResidue, encode, type MappingError, normalise, sameValue } from '@canonry/mapping'
import { diffPaths, type Finding } from '@canonry/model'
import {
  type DecodedPart,
  decodeResource,
  partOf,
  type Resource,
  type ResourcePart,
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
  return decodeResource(resource, wire, CONTEXT).match(
    (parts) => {
      const trips = present(resource, wire).map((part, index) =>
        roundTrip(part, wire, parts[index]),
      )
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

function roundTrip(part: ResourcePart, wire: unknown, decoded: DecodedPart | undefined): Trip {
  const { mapping } = part
  const before = partOf(wire, part)
  const options = { context: CONTEXT, residue: decoded?.residue ?? {} }
  return encode(mapping, decoded?.body, options).match(
    (after) => ({ errors: [], ...compare(part, before, after) }),
    (errors) => ({ outcome: 'not-encoded', errors, differences: [] }),
  )
}

function compare({ mapping, at = '' }: ResourcePart, before: unknown, after: unknown) {
  if (sameValue(before, after)) return { outcome: 'equal' as const, differences: [] }
  const differences = diffPaths(normalise(mapping, before), normalise(mapping, after))
  return differences.length === 0
    ? { outcome: 'equal-in-normal-form' as const, differences: [] }
    : { outcome: 'different' as const, differences: differences.map((path) => `${at}${path}`) }
}

// the parts that decodeResource reads, in its order
function present(resource: Resource, wire: unknown): ResourcePart[] {
  return resource.parts.filter((part) => {
    const value = partOf(wire, part)
    return part === resource.parts[0] || (value !== undefined && value !== null)
  })
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
