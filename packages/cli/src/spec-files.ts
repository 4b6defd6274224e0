import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  type Coverage,
  coverage,
  type FieldList,
  fieldListSpec,
  isJsonObject,
  movedPlaces,
  readSpec,
  type Spec,
} from '@canonry/mapping'
import type { Resource } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { packageOf } from './known-packs.js'

/** The fields of an official specification, as a pack keeps them in `specs/` beside its code. */
export interface SpecFile extends FieldList {
  readonly resource: string
  /** Where places of the folded document stand in the one that is sent, for {@link movedPlaces}. */
  readonly places?: Readonly<Record<string, readonly string[]>>
}

/** The specifications that a pack, named as for `findPack`, is published with. */
export async function specsOf(name: string): Promise<readonly SpecFile[]> {
  const folder = join(homeOf(name), 'specs')
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((file) => file.endsWith('.json')).sort()
  const documents = await Promise.all(files.map((file) => readJson(join(folder, file))))
  return documents.flatMap((document) => document.map(keptSpec).unwrapOr([]))
}

function keptSpec(document: unknown): readonly SpecFile[] {
  const isKept = readSpec(document).isOk() && isJsonObject(document) && 'resource' in document
  return isKept ? [document as unknown as SpecFile] : []
}

/** A specification out of a user's own file, JSON or gzipped JSON. */
export async function readSpecFile(
  path: string,
  type: string | undefined,
): Promise<Result<Spec, string>> {
  const document = await readJson(path)
  return document.andThen((read) =>
    readSpec(read, type === undefined ? {} : { type }).mapErr(
      ({ message }) => `${path}: ${message}`,
    ),
  )
}

/** A specification of a pack's own. */
export function specOf(file: SpecFile): Spec {
  return fieldListSpec(file)
}

/** How a resource accounts for a specification. */
export function coverageOf(
  { parts }: Resource,
  spec: Spec,
  { places: table }: Pick<SpecFile, 'places'> = {},
): Coverage {
  const places = table && movedPlaces(table)
  return coverage(
    { parts: parts.map((part) => (part.fold && places ? { ...part, places } : part)) },
    spec,
  )
}

function homeOf(name: string): string {
  const known = packageOf(name)
  if (known === undefined) return dirname(name)
  return dirname(createRequire(import.meta.url).resolve(`${known}/package.json`))
}

const UTF8 = new TextDecoder()

async function readJson(path: string): Promise<Result<unknown, string>> {
  try {
    const bytes = await readFile(path)
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
    const value: unknown = JSON.parse(UTF8.decode(isPacked ? gunzipSync(bytes) : bytes))
    return isJsonObject(value) ? ok(value) : err(`${path} holds no JSON object`)
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    return err(code ? `${path} cannot be opened (${code})` : `${path} is not JSON: ${message}`)
  }
}
