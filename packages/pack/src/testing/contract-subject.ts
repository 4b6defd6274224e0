import type { AnyMapping, Spec } from '@canonry/mapping'
import type { MappingSubject } from '@canonry/mapping/testing'
import type { EntityName } from '@canonry/model'
import type fc from 'fast-check'
import type { Connector } from '../connector.js'
import type { Pack } from '../pack.js'
import { type PartDocument, partDocuments } from '../part-documents.js'
import type { Resource, WireContext } from '../resource.js'
import type { SignedSample } from './forged-signatures.js'

/** A pack, and what only its author can make. */
export interface PackSubject {
  readonly pack: Pick<Pack, 'system' | 'versions' | 'resources' | 'webhooks'>
  readonly connector?: Connector
  /** A signed webhook; required where the pack has webhook rules. */
  readonly signed?: SignedSample
  /** Where the documents come from. */
  readonly context?: WireContext
  /** What is known of each resource, by its name. */
  readonly resources?: Readonly<Record<string, ResourceProof>>
  /** The folder of documents with reviewed results: `<resource>/<name>.input.json`. */
  readonly goldens?: string
  /** What does not hold, and why that is so. */
  readonly exemptions?: readonly Exemption[]
  /** How many generated values each law looks at. */
  readonly runs?: number
  /** Repeats a failure that a law has reported. */
  readonly seed?: number
}

/** What proves one resource. */
export interface ResourceProof {
  readonly recorded?: readonly RecordedDocument[]
  /** Official specifications of which every field must be accounted for. */
  readonly specs?: readonly Spec[]
  /** Where the places of a folded document stand in the one that is sent. */
  readonly places?: (pointer: string) => readonly string[]
  readonly parts?: { readonly [N in EntityName]?: PartProof }
}

/** A document as the system sent it, and what to call it. */
export interface RecordedDocument {
  readonly name: string
  readonly wire: unknown
}

/** What helps to make documents and entities of one part. */
export interface PartProof {
  /** Sound entities as this system could hold them; the model's own, under its names, where absent. */
  readonly entities?: fc.Arbitrary<unknown>
  /** Documents in the place of those that are made out of the wire schema. */
  readonly documents?: fc.Arbitrary<unknown>
  readonly overrides?: NonNullable<MappingSubject<unknown, unknown, unknown>['overrides']>
  /** What the document around would hand down, where nothing is recorded. */
  readonly context?: object
}

/** Something that a pack does not keep, with the reason, for as long as it does not. */
export interface Exemption {
  /** The name of a case, or how it begins. */
  readonly case: string
  readonly reason: string
  /** The pointers or codes that are exempt; the whole case where absent. */
  readonly of?: readonly string[]
}

const CONTRACT: WireContext = { account: 'contract' }

/** Where the documents of a subject come from. */
export function contextOf({ context }: PackSubject): WireContext {
  return context ?? CONTRACT
}

/** One of the mappings of a pack, with everything that is known of it. */
export interface MappingProof {
  readonly entity: EntityName
  readonly mapping: AnyMapping
  /** The resources whose documents it reads. */
  readonly resources: readonly string[]
  readonly entities?: fc.Arbitrary<unknown>
  /** What it is proven with: several where documents around it hand down different things. */
  readonly subjects: readonly MappingSubject<unknown, unknown, object>[]
}

/** All mappings of a pack, each once. */
export function mappingProofs(subject: PackSubject): readonly MappingProof[] {
  const parts = Object.values(subject.pack.resources).flatMap((resource) =>
    resource.parts.map((part) => ({ resource, part })),
  )
  const mappings = new Set<AnyMapping>(parts.map(({ part }) => part.mapping))
  return [...mappings].map((mapping) => {
    const own = parts.filter(({ part }) => part.mapping === mapping)
    const entity = (own[0] as (typeof own)[0]).part.entity
    const resources = own.map(({ resource }) => resource)
    const names = resources.map(({ name }) => name)
    const proofs = resources.map(({ name }) => subject.resources?.[name]?.parts?.[entity])
    const proof: PartProof = Object.assign({}, ...proofs)
    const { entities } = proof
    return {
      entity,
      mapping,
      resources: names,
      ...(entities === undefined ? {} : { entities }),
      subjects: subjectsOf(subject, { entity, mapping, resources, proof }),
    }
  })
}

interface Shared {
  readonly entity: EntityName
  readonly mapping: AnyMapping
  readonly resources: readonly Resource[]
  readonly proof: PartProof
}

function subjectsOf(
  subject: PackSubject,
  { entity, mapping, resources, proof }: Shared,
): MappingProof['subjects'] {
  const { runs, seed } = subject
  const { overrides, documents, context = {} } = proof
  const found = resources.flatMap((resource) => documentsOf(subject, resource))
  const own = found.filter(({ part }) => part.mapping === mapping)
  const contexts = new Map(own.map((document) => [JSON.stringify(document.context), document]))
  const recorded = [...contexts].map(([name, { context: known }]) => ({
    context: { ...known },
    wire: own
      .filter((document) => JSON.stringify(document.context) === name)
      .map(({ document }) => document),
  }))
  const made = { context: { ...contextOf(subject), ...context }, wire: [] }
  return (recorded.length > 0 ? recorded : [made]).map((known) => ({
    ...known,
    mapping,
    name: `${entity} (${resources.map(({ name }) => name).join(', ')})`,
    ...(overrides === undefined ? {} : { overrides }),
    ...(documents === undefined ? {} : { documents }),
    ...(runs === undefined ? {} : { runs }),
    ...(seed === undefined ? {} : { seed }),
  }))
}

function documentsOf(subject: PackSubject, resource: Resource): readonly PartDocument[] {
  const { recorded = [] } = subject.resources?.[resource.name] ?? {}
  return recorded.flatMap(({ wire }) =>
    partDocuments(resource, wire, contextOf(subject)).unwrapOr([]),
  )
}
