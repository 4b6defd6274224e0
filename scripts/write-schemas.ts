/**
 * Writes the published contracts: the JSON Schema of every entity, and where personal data stands.
 *
 * `--check` writes nothing and fails on what is stale, or breaks the released schemas within their
 * major. `--release` makes today's schemas the released ones.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  compareSchemas,
  contractName,
  contractOf,
  type EntityName,
  entities,
  listPersonalData,
  listRetention,
} from '@canonry/model'

const folder = 'packages/model/schemas'
const released = join(folder, 'released')
const names = Object.keys(entities) as EntityName[]
const contracts = names.map((name) => ({
  file: `${contractName(name)}.json`,
  content: contractOf(name),
}))
const files = [...contracts, { file: 'personal-data.json', content: personalData() }]
const problems: string[] = []

if (process.argv.includes('--check')) {
  for (const { file, content } of files) checkFresh(join(folder, file), content)
  for (const file of jsonIn(folder)) checkWanted(file)
  for (const file of jsonIn(released)) checkCompatible(file)
} else if (process.argv.includes('--release')) {
  write(released, contracts)
} else {
  write(folder, files)
}
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1

function write(into: string, all: typeof files): void {
  mkdirSync(into, { recursive: true })
  for (const file of jsonIn(into)) rmSync(join(into, file))
  for (const { file, content } of all) writeFileSync(join(into, file), print(content))
}

function checkFresh(path: string, content: unknown): void {
  const isFresh = existsSync(path) && readFileSync(path, 'utf8') === print(content)
  if (!isFresh) problems.push(`${path} is stale, run "npm run schemas:write"`)
}

function checkWanted(file: string): void {
  if (!files.some((wanted) => wanted.file === file))
    problems.push(`${folder}/${file} has no entity`)
}

function checkCompatible(file: string): void {
  const before = JSON.parse(readFileSync(join(released, file), 'utf8'))
  const after = contracts.find((contract) => contract.file === file)?.content
  if (!after) problems.push(`${file}: a released entity is gone`)
  if (!after || after['$id'] !== before.$id) return
  const { changes } = compareSchemas(before, after, { direction: 'both' })
  for (const { verdict, pointer, rule, message } of changes) {
    if (verdict === 'breaking') problems.push(`${file}#${pointer} ${rule}: ${message}`)
  }
}

function personalData(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    names.map((name) => {
      const retention = listRetention(entities[name].schema)
      const marks = Object.entries(listPersonalData(entities[name].schema))
      return [
        contractName(name),
        Object.fromEntries(
          marks.map(([path, personal]) => [path, { personal, retention: retention[path] }]),
        ),
      ]
    }),
  )
}

function jsonIn(path: string): string[] {
  return existsSync(path) ? readdirSync(path).filter((file) => file.endsWith('.json')) : []
}

function print(content: unknown): string {
  return `${JSON.stringify(content, null, 2)}\n`
}
