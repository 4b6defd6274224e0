import { type AnyMapping, decode, encode, type Mapping, unwritten } from '@canonry/mapping'
import { arbitraryEntity, differenceOf, lawOf, type MappingSubject } from '@canonry/mapping/testing'
import { type EntityName, entities, type Finding } from '@canonry/model'
import fc from 'fast-check'
import type { Allows, OpenCase } from './contract-case.js'
import {
  contextOf,
  type MappingProof,
  mappingProofs,
  type PackSubject,
} from './contract-subject.js'
import { modelArbitraries } from './model-arbitraries.js'

/** What a system is given of the model's own entities reads back equal, and is as sound as it was. */
export function writtenCases(subject: PackSubject): readonly OpenCase[] {
  return mappingProofs(subject).map((proof) => writtenCase(subject, proof))
}

const LEAST = 0.05
const ADVICE = 'Give `entities` that this system can hold, or exempt the case with a reason.'

function writtenCase(subject: PackSubject, proof: MappingProof): OpenCase {
  const known = proof.subjects[0] as MappingProof['subjects'][number]
  return {
    name: `${known.name} writes entities of the model that read back equal and sound`,
    isRandom: true,
    run: (allows) => {
      const made = proof.entities ?? ownEntities(subject, proof)
      const tried: Tried = { entity: proof.entity, allows, count: { all: 0, written: 0 } }
      lawOf<{ readonly entity: unknown }>({
        name: 'What is written reads back equal, but for what the system does not have',
        of: 'entity',
        isPlain: true,
        draw: (_, values) => values.map((entity) => ({ entity })),
        find: (mapped, { entity }) => differenceWritten(mapped, entity, tried),
      }).run({ ...known, entities: made })
      const { all, written, refusal } = tried.count
      const note = `${written} of ${all} entities can be written`
      if (written < all * LEAST) {
        throw new Error(`${note}; the last was refused: ${refusal}. ${ADVICE}`)
      }
      return note
    },
  }
}

interface Tried {
  readonly entity: EntityName
  readonly allows: Allows
  readonly count: { all: number; written: number; refusal?: string }
}

// biome-ignore lint/suspicious/noExplicitAny: the case holds for mappings of all types
type AnyMapped = MappingSubject<any, any, any>

function differenceWritten(
  { mapping, context }: AnyMapped,
  entity: unknown,
  { entity: name, allows, count }: Tried,
) {
  count.all += 1
  const wire = encode(mapping, entity, { context })
  if (wire.isErr()) {
    const [first] = wire.error
    count.refusal = `${first?.code} at ${first?.entity}, expected ${first?.expected}`
    return undefined
  }
  count.written += 1
  const isLost = lostPlaces(mapping, entity)
  return decode(mapping, wire.value, context).match(
    ({ entity: again }) =>
      differenceOf({
        what: 'what was written reads back different',
        side: 'entity',
        expected: entity,
        actual: again,
        except: (pointer) => isLost(pointer) || allows(pointer),
      }) ?? newFinding(name, { before: entity, after: again }, allows),
    ([error]) => ({
      what: `what was written cannot be read: "${error?.rule}" expected ${error?.expected}`,
      ...(error ? { wire: error.wire, entity: error.entity } : {}),
    }),
  )
}

function newFinding(
  name: EntityName,
  { before, after }: { readonly before: unknown; readonly after: unknown },
  allows: Allows,
) {
  const check = entities[name].check as (entity: unknown) => Finding[]
  const known = new Set(check(before).map(({ code }) => code))
  const found = check(after).find(({ code }) => !known.has(code) && !allows(code))
  return found && { what: `${found.code}: ${found.message}`, entity: found.path }
}

/** Whether a pointer is a place of the entity that is not written, or inside one. */
function lostPlaces(mapping: AnyMapping, entity: unknown): (pointer: string) => boolean {
  const lost = unwritten(mapping as Mapping<unknown, unknown, unknown>, entity)
  return (pointer) => lost.some((place) => `${pointer}/`.startsWith(`${place.entity}/`))
}

/** The model's own entities under names that this system gives. */
function ownEntities(
  subject: PackSubject,
  { entity: name, mapping, subjects }: MappingProof,
): fc.Arbitrary<unknown> {
  const { context, overrides } = subjects[0] as MappingProof['subjects'][number]
  const own = { system: subject.pack.system, ...contextOf(subject) }
  const named = arbitraryEntity(mapping, { context, ...(overrides ? { overrides } : {}) })
  return fc.tuple(modelArbitraries[name], named).map(([entity, names]) => ({
    ...(renamed(entity, own) as object),
    refs: (names as { readonly refs?: unknown }).refs,
  }))
}

function renamed(value: unknown, own: object): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, own))
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([key, field]) => [key, renamed(field, own)])
  const copy = Object.fromEntries(fields)
  return 'system' in value && 'account' in value && 'kind' in value ? { ...copy, ...own } : copy
}
