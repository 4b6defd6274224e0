import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWire } from '@canonry/mapping'
import type { RecordedDocument } from '@canonry/pack/testing'

/** The documents of a folder of goldens, as recorded documents. */
export function goldenDocuments(folder: string): RecordedDocument[] {
  return globSync('*.input.json', { cwd: folder })
    .sort()
    .map((file) => ({
      name: file.replace('.input.json', ''),
      wire: readWire(readFileSync(join(folder, file), 'utf8'))._unsafeUnwrap(),
    }))
}
