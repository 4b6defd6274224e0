import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { explainWireFailure, readWire } from '@canonry/mapping'
import { decodeResource } from '../decode-resource.js'
import type { Resource, WireContext } from '../resource.js'

/** A recorded document with its reviewed result beside it. */
export interface Golden {
  readonly name: string
  readonly resource: Resource
  readonly input: string
  /** The file of the reviewed result, which may not be there yet. */
  readonly result: string
}

const INPUT = '.input.json'
const RESULT = '.golden.json'

/** The goldens of a resource, `<folder>/<resource>/<name>.input.json`. */
export function goldensOf(folder: string, resource: Resource): readonly Golden[] {
  const own = join(folder, resource.name)
  const files = existsSync(own) ? readdirSync(own).sort() : []
  return files
    .filter((file) => file.endsWith(INPUT))
    .map((file) => {
      const name = file.slice(0, -INPUT.length)
      return { name, resource, input: join(own, file), result: join(own, name + RESULT) }
    })
}

/** Results beside which no document lies. */
export function orphansOf(folder: string, resource: Resource): readonly string[] {
  const own = join(folder, resource.name)
  const names = new Set(goldensOf(folder, resource).map(({ result }) => result))
  const files = existsSync(own) ? readdirSync(own) : []
  return files
    .filter((file) => file.endsWith(RESULT) && !names.has(join(own, file)))
    .map((file) => join(own, file))
}

/** What a document is read as: its entities, what of it is residue, findings, or the errors. */
export function readGolden({ resource, input }: Golden, context: WireContext): unknown {
  const read = readWire(readFileSync(input, 'utf8')).mapErr((failure) => [
    explainWireFailure(failure),
  ])
  const result = read.andThen((wire) =>
    decodeResource(resource, wire, context).map((parts) => ({
      version: resource.version(wire),
      parts: parts.map(({ entity, body, residue, findings }) => {
        return { entity, body, residue, findings }
      }),
    })),
  )
  // through JSON, as the reviewed result is read from it
  const plain: unknown = result.isOk() ? result.value : { errors: result.error }
  return JSON.parse(JSON.stringify(plain))
}

/** Writes the result of a golden, to be reviewed. */
export function writeGolden(golden: Golden, context: WireContext): void {
  const text = JSON.stringify(readGolden(golden, context), null, 2)
  writeFileSync(golden.result, `${text}\n`)
}
