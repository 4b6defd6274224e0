import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWire } from '@canonry/mapping'
import { valueAt } from '@canonry/pack'
import type { RecordedDocument } from '@canonry/pack/testing'

/** Where payloads of others lie. */
export const corpus: string = join(import.meta.dirname, '../../../../shared/corpus/pos/square')

/** Whether they are there; where they must be, a test that reads them says so by failing. */
export const corpusIsThere: boolean = existsSync(corpus) || process.env['CI'] === 'true'

/** Examples of the specification, by file and the place of the document in it. */
export function examples(files: Readonly<Record<string, string>>): readonly RecordedDocument[] {
  if (!corpusIsThere) return []
  return Object.entries(files).map(([file, at]) => {
    const read = readWire(readFileSync(join(corpus, 'spec-examples', file), 'utf8'))
    return {
      name: `the example ${file}${at}`,
      wire: valueAt(read._unsafeUnwrap(), `/example${at}`),
    }
  })
}
