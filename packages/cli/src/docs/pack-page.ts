import { ANY_OTHER, type AnyMapping, type Meaning } from '@canonry/mapping'
import type { ResourcePart } from '@canonry/pack'
import type { KnownPack } from '../known-packs.js'
import type { ResourceCoverage } from '../resource-coverage.js'
import { type Entries, type FieldEntry, fieldEntries } from './field-entries.js'
import { dotted } from './places.js'

/** All that a pack's page says, before it is written in any format. */
export interface PackPage {
  readonly system: string
  readonly versions: readonly string[]
  readonly sections: readonly EntitySection[]
  readonly coverages: readonly ResourceCoverage[]
  /** Resources of which no official specification is known. */
  readonly unmeasured: readonly string[]
}

/** One way in which the pack keeps an entity. */
export interface EntitySection {
  readonly id: string
  readonly entity: string
  /** Where the documents are: a resource, and the place in it. */
  readonly places: readonly DocumentPlace[]
  /** Whether the source keeps it flat, so that the places are those of another form. */
  readonly isFolded: boolean
  readonly fields: readonly FieldEntry[]
  readonly vocabularies: readonly Vocabulary[]
  /** What is carried without being read. */
  readonly carried: readonly Beside[]
  readonly ignored: readonly Ignored[]
}

/** A place where documents of an entity are: a resource, and the path in it, if any. */
export interface DocumentPlace {
  readonly resource: string
  readonly at: string
}

/** A closed vocabulary, and the fields that are written in it. */
export interface Vocabulary {
  readonly id: string
  readonly fields: readonly Pick<FieldEntry, 'id' | 'field'>[]
  readonly meanings: readonly Meaning[]
}

/** How many words a vocabulary lists. */
export function wordCount({ meanings }: Vocabulary): number {
  return meanings.filter(([word]) => word !== ANY_OTHER).length
}

/** Fields of the documents that stand in one object, or in every element of one list. */
export interface Beside {
  /** The path of the object; nothing for the document itself. */
  readonly around: string
  readonly names: readonly string[]
}

/** Fields of the documents that say nothing here, for one reason. */
export interface Ignored {
  readonly reason: string
  readonly wires: readonly string[]
}

/** Gathers what a pack's page says. Resources that share a mapping are one section. */
export function packPage(pack: KnownPack, coverages: readonly ResourceCoverage[]): PackPage {
  const { system, versions, resources } = pack
  const measured = new Set(coverages.map(({ resource }) => resource))
  return {
    system,
    versions,
    sections: waysOf(pack).map((way, index) => sectionOf(way, index)),
    coverages,
    unmeasured: Object.keys(resources).filter((name) => !measured.has(name)),
  }
}

interface Way {
  readonly mapping: AnyMapping
  readonly isFolded: boolean
  readonly places: DocumentPlace[]
}

function waysOf({ resources }: KnownPack): readonly Way[] {
  const ways = new Map<AnyMapping, Way>()
  for (const { name: resource, parts } of Object.values(resources)) {
    for (const { mapping, at = '', fold } of parts satisfies readonly ResourcePart[]) {
      const way = ways.get(mapping) ?? { mapping, isFolded: fold !== undefined, places: [] }
      way.places.push({ resource, at: dotted(at) })
      ways.set(mapping, way)
    }
  }
  return [...ways.values()]
}

function sectionOf({ mapping, isFolded, places }: Way, index: number): EntitySection {
  const id = `${slug(mapping.entity)}-${index + 1}`
  const { fields, carried, ignored } = fieldEntries(mapping, id)
  return {
    id,
    entity: mapping.entity,
    places,
    isFolded,
    fields,
    vocabularies: vocabulariesOf(fields, id),
    carried: besideEachOther(carried),
    ignored: byReason(ignored),
  }
}

/** Every vocabulary once, whatever number of fields are written in it. */
function vocabulariesOf(fields: readonly FieldEntry[], id: string): readonly Vocabulary[] {
  const found = new Map<string, Vocabulary>()
  for (const { meanings, ...entry } of fields) {
    if (!meanings) continue
    const key = JSON.stringify(meanings)
    const known = found.get(key) ?? { id: `${id}-words-${found.size + 1}`, fields: [], meanings }
    found.set(key, { ...known, fields: [...known.fields, entry] })
  }
  return [...found.values()]
}

function besideEachOther(wires: readonly string[]): readonly Beside[] {
  const found = new Map<string, string[]>()
  for (const wire of wires) {
    const end = wire.lastIndexOf('/')
    const around = dotted(wire.slice(0, end))
    found.set(around, [...(found.get(around) ?? []), dotted(wire.slice(end))])
  }
  return [...found].map(([around, names]) => ({ around, names }))
}

/** Ignored fields, those of one reason together. */
export function byReason(ignored: Entries['ignored']): readonly Ignored[] {
  const found = new Map<string, string[]>()
  for (const [wire, reason] of ignored) found.set(reason, [...(found.get(reason) ?? []), wire])
  return [...found].map(([reason, wires]) => ({ reason, wires }))
}

/** Letters and digits only, for an address within a page. */
export function slug(text: string): string {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '')
}
