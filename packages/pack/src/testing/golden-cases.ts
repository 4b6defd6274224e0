import { existsSync, readFileSync } from 'node:fs'
import { env } from 'node:process'
import { shapeOf } from '@canonry/mapping/testing'
import { diffPaths, type EntityName, entities, redact } from '@canonry/model'
import { valueAt } from '../part-documents.js'
import type { OpenCase } from './contract-case.js'
import { contextOf, type PackSubject } from './contract-subject.js'
import { type Golden, goldensOf, orphansOf, readGolden, writeGolden } from './goldens.js'

const UPDATE = 'CANONRY_UPDATE_GOLDENS'

/**
 * Every golden reads as its reviewed result says. With `CANONRY_UPDATE_GOLDENS=1` the results are
 * written anew, to be reviewed.
 */
export function goldenCases(subject: PackSubject): readonly OpenCase[] {
  const { goldens: folder } = subject
  if (folder === undefined) return [NONE]
  return Object.values(subject.pack.resources).flatMap((resource) => [
    ...goldensOf(folder, resource).map((golden) => goldenCase(golden, subject)),
    {
      name: `${resource.name} has a document for every reviewed result`,
      run: () => {
        const orphans = orphansOf(folder, resource)
        if (orphans.length > 0) throw new Error(`results of no document: ${orphans.join(', ')}`)
        return undefined
      },
    },
  ])
}

/** Writes all results of a subject's goldens anew, to be reviewed. */
export function updateGoldens(subject: PackSubject): void {
  const { goldens: folder } = subject
  if (folder === undefined) return
  for (const resource of Object.values(subject.pack.resources)) {
    for (const golden of goldensOf(folder, resource)) writeGolden(golden, contextOf(subject))
  }
}

const NONE: OpenCase = {
  name: 'reads recorded documents as their reviewed results say',
  skip: 'no goldens are given',
  run: () => undefined,
}

function goldenCase(golden: Golden, subject: PackSubject): OpenCase {
  return {
    name: `${golden.resource.name} reads ${golden.name} as its reviewed result says`,
    run: (allows) => {
      const context = contextOf(subject)
      if (env[UPDATE] === '1') writeGolden(golden, context)
      if (!existsSync(golden.result)) {
        throw new Error(`there is no reviewed result: run once with ${UPDATE}=1 and review it`)
      }
      const expected: unknown = JSON.parse(readFileSync(golden.result, 'utf8'))
      const actual = readGolden(golden, context)
      const paths = diffPaths(expected, actual).filter((path) => !allows(path))
      if (paths.length > 0) throw new Error(printDifferences(paths, { expected, actual }))
      return undefined
    },
  }
}

function printDifferences(
  paths: readonly string[],
  both: { readonly expected: unknown; readonly actual: unknown },
): string {
  const [expected, actual] = [masked(both.expected), masked(both.actual)]
  const lines = paths.map((path) => {
    const values = [valueAt(expected, path), valueAt(actual, path)].map(
      (value) => JSON.stringify(value) ?? 'nothing',
    )
    return `  ${path}\n    reviewed ${values[0]}\n    read     ${values[1]}`
  })
  return [
    `${paths.length} places are read differently from the reviewed result:`,
    ...lines,
    `Correct the mapping; or, if the new result is right, run with ${UPDATE}=1 and review it.`,
  ].join('\n')
}

/** A result as it may stand in a log. */
function masked(result: unknown): unknown {
  const { parts, ...rest } = result as { readonly parts?: readonly Part[] }
  if (!parts) return rest
  return { ...rest, parts: parts.map(maskedPart) }
}

interface Part {
  readonly entity: EntityName
  readonly body: unknown
  readonly residue: unknown
}

// of residue nobody knows what it holds, so only its shape is shown
function maskedPart({ entity, body, residue, ...rest }: Part): Part {
  const known = entities[entity]
  return {
    ...rest,
    entity,
    body: known ? redact(known.schema, body) : undefined,
    residue: shapeOf(residue),
  }
}
