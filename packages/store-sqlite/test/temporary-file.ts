import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders: string[] = []
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A path to a database that does not exist yet; its folder goes when the process ends. */
export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'canonry-sqlite-'))
  folders.push(folder)
  return join(folder, 'retail.db')
}
