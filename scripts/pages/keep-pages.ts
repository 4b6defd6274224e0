import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes a folder hold exactly these generated pages, by name without `.md`.
 *
 * With `--check` on the command line nothing is written: what is stale, missing or too much is said,
 * and the process fails.
 */
export function keepPages(folder: string, pages: ReadonlyMap<string, string>): void {
  const isCheck = process.argv.includes('--check')
  if (!isCheck) mkdirSync(folder, { recursive: true })
  const unwanted = existsSync(folder)
    ? readdirSync(folder).filter((file) => !pages.has(file.replace(/\.md$/, '')))
    : []
  for (const file of unwanted) {
    if (isCheck) fail(`${join(folder, file)} has no source`)
    else rmSync(join(folder, file))
  }
  for (const [name, text] of pages) keepPage(join(folder, `${name}.md`), text)
}

/** Makes a file hold this generated page; with `--check` it only says that it is stale, and fails. */
export function keepPage(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  if (process.argv.includes('--check')) fail(`${path} is stale`)
  else writeFileSync(path, text)
}

function fail(problem: string): void {
  console.error(`${problem}, run "npm run docs:sync"`)
  process.exitCode = 1
}
