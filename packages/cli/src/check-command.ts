import { readFile } from 'node:fs/promises'
import { explainWireFailure, readWire } from '@canonry/mapping'
import { type Resource, valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { checkDocument } from './check-document.js'
import type { FileReport } from './file-report.js'
import { findFiles } from './find-files.js'
import { findPack, type KnownPack } from './known-packs.js'
import { printReports } from './print-reports.js'

/** What `canonry check` was asked. */
export interface CheckRequest {
  /** `<system>:<resource>@<dialect>`; the system may be the path of a module that exports a pack. */
  readonly selector: string
  /** Files, directories (all `.json` below) and glob patterns. */
  readonly targets: readonly string[]
  readonly at?: string
  readonly json: boolean
}

/** What a command wants to print, and the process's exit code. */
export interface CommandResult {
  readonly output: string
  readonly exitCode: 0 | 1 | 2
}

/** Checks documents against a resource's mapping; exit code 1 if any of them fails. */
export async function checkCommand(request: CheckRequest): Promise<CommandResult> {
  const resource = await findResource(request.selector)
  if (resource.isErr()) return { output: resource.error, exitCode: 2 }
  const files = await findFiles(request.targets)
  if (files.isErr()) return { output: files.error, exitCode: 2 }
  const reports: FileReport[] = []
  for (const file of files.value)
    reports.push(...(await checkFile(file, resource.value, request.at)))
  return {
    output: request.json ? JSON.stringify(reports, null, 2) : printReports(reports),
    exitCode: reports.some(fails) ? 1 : 0,
  }
}

/** Whether a document cannot be read, or does not come back as it was. */
export function fails({ report }: FileReport): boolean {
  return report?.outcome !== 'equal' && report?.outcome !== 'equal-in-normal-form'
}

async function findResource(selector: string): Promise<Result<Resource, string>> {
  const colon = selector.lastIndexOf(':')
  if (colon < 1) return err(`"${selector}" names no resource: use <system>:<resource>@<dialect>`)
  const pack = await findPack(selector.slice(0, colon))
  return pack.andThen((found) => resourceOf(found, selector.slice(colon + 1)))
}

function resourceOf(pack: KnownPack, name: string): Result<Resource, string> {
  const resource = Object.hasOwn(pack.resources, name) ? pack.resources[name] : undefined
  const names = Object.keys(pack.resources).join(', ')
  return resource ? ok(resource) : err(`${pack.system} has no resource "${name}": it has ${names}`)
}

async function checkFile(file: string, resource: Resource, at?: string): Promise<FileReport[]> {
  const wire = await readText(file).then((text) =>
    text.andThen((read) => readWire(read).mapErr(explainWireFailure)),
  )
  if (wire.isErr()) return [{ file, unreadable: wire.error }]
  const document = at === undefined ? wire.value : valueAt(wire.value, at)
  if (document === undefined) return [{ file, at: at ?? '', unreadable: 'nothing at the pointer' }]
  const place = at === undefined ? {} : { at }
  if (!Array.isArray(document))
    return [{ file, ...place, report: checkDocument(resource, document) }]
  return document.map((element: unknown, index) => ({
    file,
    at: `${at ?? ''}/${index}`,
    report: checkDocument(resource, element),
  }))
}

// as documents are read that come in: with or without a mark of their byte order
const UTF8 = new TextDecoder()

async function readText(file: string): Promise<Result<string, string>> {
  try {
    return ok(UTF8.decode(await readFile(file)))
  } catch (error) {
    return err(`cannot be opened (${(error as { code?: string }).code})`)
  }
}
