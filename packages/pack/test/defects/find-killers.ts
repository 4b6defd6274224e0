import type { AnyMapping } from '@canonry/mapping'
import { arbitraryWire, mappingLaws } from '@canonry/mapping/testing'
import type { EntityName } from '@canonry/model'
import type { Resource } from '@canonry/pack'
import { type ContractCase, type PackSubject, packContract } from '@canonry/pack/testing'
import fc from 'fast-check'

/** What finds a defect: kinds of cases, and of the laws the first. */
export type Killers = readonly string[]

const KINDS: readonly (readonly [kind: string, part: string])[] = [
  ['reviewed results', ' as its reviewed result says'],
  ['invariants', ' without errors or findings'],
  ['coverage', 'accounts for every field of'],
]

/** Chance is the same for every defect, and little of it is needed for most. */
const CHANCE = { runs: 30, seed: 7 }

/** Where the mapping with a defect stands. */
export interface DefectPlace {
  readonly resource: string
  readonly entity: EntityName
}

/** Which kinds of cases of the contract a pack with a defect breaks, the cheapest first; of each kind one is enough. */
async function* killersOf(subject: PackSubject, place: DefectPlace): AsyncGenerator<string, void> {
  const cases = packContract({ ...subject, ...CHANCE }).filter(({ skip }) => skip === undefined)
  for (const [kind, part] of KINDS) {
    if (await firstBroken(cases.filter(({ name }) => name.includes(part)))) yield kind
  }
  const broken = await firstBroken(cases.filter(({ name }) => isLawOf(name, place)))
  if (broken) yield `law: ${/keeps ([^:]+):/.exec(broken.name)?.[1]}`
}

/** All of them. */
export async function findKillers(subject: PackSubject, place: DefectPlace): Promise<Killers> {
  const killers: string[] = []
  for await (const killer of killersOf(subject, place)) killers.push(killer)
  return killers
}

/** The cheapest of them. */
export async function findKiller(subject: PackSubject, place: DefectPlace): Promise<Killers> {
  for await (const killer of killersOf(subject, place)) return [killer]
  return []
}

/** Whether a case is a law of the mapping with the defect; the other mappings of a pack are right. */
function isLawOf(name: string, { resource, entity }: DefectPlace): boolean {
  const [, of, resources = ''] = /^(\w+) \(([^)]*)\) keeps [^:]+:/.exec(name) ?? []
  return of === entity && resources.split(', ').includes(resource)
}

async function firstBroken(cases: readonly ContractCase[]): Promise<ContractCase | undefined> {
  for (const each of cases) if (await breaks(each)) return each
  return undefined
}

async function breaks({ run }: ContractCase): Promise<boolean> {
  try {
    await run()
    return false
  } catch {
    return true
  }
}

/** The first law that a mapping alone breaks. */
export function findLaw(mapping: AnyMapping, context: object): Killers {
  const subject = { mapping, context, runs: 200, seed: 7 } as never
  const law = mappingLaws.find(({ find }) => find(subject) !== undefined)
  return law ? [`law: ${law.name.split(':')[0]}`] : []
}

/** A subject whose pack has another mapping for an entity, or another fold. */
export function withPart(
  subject: PackSubject,
  entity: EntityName,
  change: (part: Resource['parts'][number]) => Resource['parts'][number],
): PackSubject {
  const changed = new Map<AnyMapping, Resource['parts'][number]>()
  const changePart = (part: Resource['parts'][number]) => {
    if (part.entity !== entity) return part
    const known = changed.get(part.mapping) ?? change(part)
    changed.set(part.mapping, known)
    const { at: _, ...rest } = known
    return { ...rest, ...(part.at === undefined ? {} : { at: part.at }) }
  }
  const resources = Object.entries(subject.pack.resources).map(([name, resource]) => {
    const [first, ...others] = resource.parts.map(changePart)
    return [name, { ...resource, parts: [first as Resource['parts'][number], ...others] }] as const
  })
  return { ...subject, pack: { ...subject.pack, resources: Object.fromEntries(resources) } }
}

const SHARED = 150
const MOST_RECORDED = 4

/**
 * The subject with documents that were made once, out of the mapping that is right: to make them
 * anew for every defect costs more than all laws together.
 */
export function withSharedDocuments(
  subject: PackSubject,
  name: string,
  entity: EntityName,
): PackSubject {
  const { recorded = [], specs = [], parts = {}, ...rest } = subject.resources?.[name] ?? {}
  const mapping = subject.pack.resources[name]?.parts.find(
    (part) => part.entity === entity,
  )?.mapping
  if (!mapping) throw new Error(`${name} has no ${entity}`)
  const { overrides } = parts[entity] ?? {}
  const options = { context: subject.context ?? {}, ...(overrides ? { overrides } : {}) }
  const documents = fc.sample(arbitraryWire(mapping, options), { numRuns: SHARED, seed: 7 })
  const proof = {
    ...rest,
    recorded: recorded.slice(-MOST_RECORDED),
    specs: specs.slice(-1),
    parts: { ...parts, [entity]: { ...parts[entity], documents: fc.constantFrom(...documents) } },
  }
  return { ...subject, resources: { ...subject.resources, [name]: proof } }
}
