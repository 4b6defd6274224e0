import { stat } from 'node:fs/promises'
import { err, ok, type Result } from 'neverthrow'
import { escapePath, glob } from 'tinyglobby'

/**
 * The files that the targets name: a file itself, all `.json` below a directory, or what matches a
 * glob pattern. Sorted, each once; a target that names nothing is an error.
 */
export async function findFiles(targets: readonly string[]): Promise<Result<string[], string>> {
  const found = await Promise.all(targets.map(filesOf))
  const empty = found.findIndex((files) => files.length === 0)
  if (empty >= 0) return err(`no file matches ${targets[empty]}`)
  return ok([...new Set(found.flat())].sort())
}

async function filesOf(target: string): Promise<string[]> {
  const entry = await stat(target).catch(() => undefined)
  if (entry?.isFile()) return [target]
  const pattern = entry?.isDirectory() ? `${escapePath(target)}/**/*.json` : target
  return glob(pattern, { expandDirectories: false })
}
