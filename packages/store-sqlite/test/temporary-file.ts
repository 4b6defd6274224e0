import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A path to a database that does not exist yet; its folder goes when the running test ends. */
export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'canonry-sqlite-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'retail.db')
}
