import type { Resource } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { CommandResult } from './check-command.js'
import { findPack, type KnownPack } from './known-packs.js'
import { printCoverage } from './print-coverage.js'
import type { ResourceCoverage } from './resource-coverage.js'
import { coverageOf, readSpecFile, type SpecFile, specOf, specsOf } from './spec-files.js'

/** What `canonry coverage` was asked. */
export interface CoverageRequest {
  /** `<system>` or `<system>:<resource>@<dialect>`; the system may be the path of a module. */
  readonly selector: string
  /** A specification of the user's own; absent for those that the pack comes with. */
  readonly spec?: string
  /** The part of the specification that describes the document. */
  readonly type?: string
  readonly json: boolean
  /** Whether an unmapped field is a failure. */
  readonly strict: boolean
}

/** Measures resources against specifications; with `strict`, exit code 1 if anything is unmapped. */
export async function coverageCommand(request: CoverageRequest): Promise<CommandResult> {
  const [name = '', resource] = splitSelector(request.selector)
  const pack = await findPack(name)
  if (pack.isErr()) return { output: pack.error, exitCode: 2 }
  const files = await specsOf(name)
  const measured = await measure(pack.value, { request, resource, files })
  if (measured.isErr()) return { output: measured.error, exitCode: 2 }
  const isOpen = measured.value.some(({ counts }) => counts.unmapped > 0)
  return {
    output: request.json
      ? JSON.stringify(measured.value, null, 2)
      : measured.value.map(printCoverage).join('\n\n'),
    exitCode: request.strict && isOpen ? 1 : 0,
  }
}

/** The pack and the resource that a selector names; a colon may also be part of a path. */
function splitSelector(selector: string): readonly string[] {
  const found = /^(.+):([^:/\\]+@[^:/\\]+)$/.exec(selector)
  return found ? found.slice(1) : [selector]
}

interface Measuring {
  readonly request: CoverageRequest
  readonly resource: string | undefined
  readonly files: readonly SpecFile[]
}

async function measure(
  pack: KnownPack,
  { request, resource: wanted, files }: Measuring,
): Promise<Result<readonly ResourceCoverage[], string>> {
  const resources = Object.values(pack.resources).filter(
    ({ name }) => wanted === undefined || name === wanted,
  )
  const names = Object.keys(pack.resources).join(', ')
  if (wanted !== undefined && resources.length === 0) {
    return err(`${pack.system} has no resource "${wanted}": it has ${names}`)
  }
  if (request.spec === undefined) return measureKept(resources, files)
  const [resource] = resources
  if (!resource || resources.length > 1) {
    return err(`say which resource the specification is of: ${request.selector}:<one of ${names}>`)
  }
  const spec = await readSpecFile(request.spec, request.type)
  const file = files.find(({ resource: name }) => name === resource.name)
  return spec.map((read) => [{ resource: resource.name, ...coverageOf(resource, read, file) }])
}

function measureKept(
  resources: readonly Resource[],
  files: readonly SpecFile[],
): Result<readonly ResourceCoverage[], string> {
  const measured = resources.flatMap((resource) =>
    files
      .filter(({ resource: name }) => name === resource.name)
      .map((file) => ({ resource: resource.name, ...coverageOf(resource, specOf(file), file) })),
  )
  return measured.length > 0
    ? ok(measured)
    : err('the pack comes with no specification: name one with --spec <file>')
}
