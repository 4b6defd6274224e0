import { readWire, writeWire } from '@canonry/mapping'
import { diffPaths, type Finding, type Ref } from '@canonry/model'
import { type DecodedPart, decodeResource } from '../decode-resource.js'
import { partDocuments } from '../part-documents.js'
import type { Resource, ResourcePart } from '../resource.js'
import type { OpenCase } from './contract-case.js'
import { contextOf, type PackSubject, type RecordedDocument } from './contract-subject.js'

/**
 * What is read from recorded documents is sound: every part is found, no error, no invariant of the
 * model broken, refs of this system only, and the document is left as it was.
 */
export function recordedCases(subject: PackSubject): readonly OpenCase[] {
  return Object.values(subject.pack.resources).flatMap((resource) => {
    const { recorded = [] } = subject.resources?.[resource.name] ?? {}
    if (recorded.length === 0) return [withoutDocuments(resource)]
    const documents = recorded.map((document) => documentCase(subject, { resource, document }))
    return [
      ...documents,
      partsCase(subject, { resource, recorded }),
      ...versionCase(resource, recorded),
    ]
  })
}

interface Recording {
  readonly resource: Resource
  readonly document: RecordedDocument
}

function documentCase(subject: PackSubject, recording: Recording): OpenCase {
  const { resource, document } = recording
  // taken before any case has read it
  const before = writeWire(document.wire)
  return {
    name: `${resource.name} reads ${document.name} without errors or findings`,
    run: (allows) => {
      const changed = changesOf(before, document.wire)
      const found = changed.length > 0 ? changed : problemsOf(subject, recording)
      const problems = found.filter(({ code, path }) => !allows(code) && !allows(`${code}${path}`))
      if (problems.length > 0) throw new Error(printProblems(problems))
      return undefined
    },
  }
}

/** A part whose place is misspelt reads nothing, and nothing else would tell. */
function partsCase(
  subject: PackSubject,
  { resource, recorded }: { readonly resource: Resource; readonly recorded: Recorded },
): OpenCase {
  const { name, parts } = resource
  return {
    name: `${name} finds each of its parts in a recorded document`,
    run: (allows) => {
      const found = new Set<ResourcePart>()
      for (const { wire } of recorded) {
        const documents = partDocuments(resource, wire, contextOf(subject)).unwrapOr([])
        for (const { part, document } of documents) if (document != null) found.add(part)
      }
      const lines = parts
        .filter((part) => !found.has(part) && !allows(part.at ?? part.entity))
        .map(({ entity, at = '' }) => `  ${entity} at ${at || 'the root'}`)
      if (lines.length > 0)
        throw new Error(['no recorded document has:', ...lines, ADVICE].join('\n'))
      return `${parts.length} parts`
    },
  }
}

/** A version that is looked for in the wrong place is never there, and nothing else would tell. */
function versionCase(resource: Resource, recorded: Recorded): readonly OpenCase[] {
  // what is added is no state, of which another may be newer
  if (resource.adds) return []
  return [
    {
      name: `${resource.name} gives documents their versions`,
      run: (allows) => {
        const versions = recorded.flatMap((document) => versionOf(resource, document) ?? [])
        if (versions.length === 0 && !allows('none')) throw new Error(noVersions(recorded.length))
        return `${versions.length} of ${recorded.length} documents`
      },
    },
  ]
}

function versionOf(resource: Resource, { name, wire }: RecordedDocument): string | undefined {
  const version: unknown = resource.version(wire)
  if (version === undefined || typeof version === 'string') return version
  throw new Error(`a version of "${name}" is a ${typeof version}: give text, or undefined`)
}

const noVersions = (documents: number) =>
  [
    `none of ${documents} recorded documents has a version, by which what is late is told from what is new:`,
    'each that says something else than the one before would be read again.',
    'Correct `version`, record a document that has one, or exempt "none" with a reason where the system gives none.',
  ].join('\n')

type Recorded = readonly RecordedDocument[]

const ADVICE =
  'Correct `at`, record a document that has the part, or exempt its place with a reason.'

function withoutDocuments({ name }: Resource): OpenCase {
  return {
    name: `${name} reads recorded documents without errors or findings`,
    skip: 'no recorded documents are given',
    run: () => undefined,
  }
}

interface Problem extends Pick<Finding, 'code' | 'path' | 'message'> {
  readonly in: string
}

function problemsOf(subject: PackSubject, { resource, document }: Recording): readonly Problem[] {
  return decodeResource(resource, document.wire, contextOf(subject)).match(
    (parts) => [...misnamed(subject, resource, parts[0]), ...parts.flatMap(findingsOf)],
    (errors) =>
      errors.map(({ rule, code, expected, found, wire, entity }) => ({
        in: 'document',
        code,
        path: wire,
        message: `"${rule}" for ${entity} expected ${expected}, found ${found}`,
      })),
  )
}

function findingsOf({ entity, findings }: DecodedPart): readonly Problem[] {
  return findings.map(({ code, path, message }) => ({ in: entity, code, path, message }))
}

/** What reading has changed of the document itself, which belongs to whoever gave it. */
function changesOf(before: string, wire: unknown): readonly Problem[] {
  return diffPaths(readWire(before).unwrapOr(undefined), wire).map((path) => ({
    in: 'document',
    code: 'changed',
    path,
    message: 'reading changes it: neither a rule nor `fold` may, so give back a copy',
  }))
}

/** How the name of a document is not one by which the system is asked for it again. */
function misnamed(
  subject: PackSubject,
  { kind, parts: [{ at = '' }] }: Resource,
  part: DecodedPart | undefined,
): readonly Problem[] {
  if (!part) return []
  const { account } = contextOf(subject)
  const wanted = { system: subject.pack.system, account, ...(at.endsWith('/*') ? {} : { kind }) }
  return Object.entries(wanted)
    .filter(([name, value]) => part.ref[name as keyof Ref] !== value)
    .map(([name, value]) => ({
      in: part.entity,
      code: `wrong-${name}`,
      path: `/refs/0/${name}`,
      message: `expected ${value}, as the pack and its resource say, found ${part.ref[name as keyof Ref]}`,
    }))
}

function printProblems(problems: readonly Problem[]): string {
  const lines = problems.map(
    ({ in: where, code, path, message }) => `  ${where}: ${code} at ${path}: ${message}`,
  )
  const advice =
    'Correct the mapping, or exempt a code with a reason where the source itself is wrong.'
  return [`${problems.length} problems:`, ...lines, advice].join('\n')
}
