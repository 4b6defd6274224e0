import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWire } from '@canonry/mapping'
import { valueAt } from '@canonry/pack'
import type { RecordedDocument } from '@canonry/pack/testing'

/** Where payloads of others lie. */
export const corpus: string = join(import.meta.dirname, '../../../../shared/corpus/pos/square')

/** Whether they are there; where they must be, a test that reads them says so by failing. */
export const corpusIsThere: boolean = existsSync(corpus) || process.env['CI'] === 'true'

/** Where a document stands in an example, and under which name the connector hands it over. */
interface Place {
  readonly at: string
  readonly as: string
}

/** Examples of the specification, by file, as documents: whole ones, or what stands at a place. */
export function examples(files: readonly string[], place?: Place): readonly RecordedDocument[] {
  if (!corpusIsThere) return []
  return files.map((file) => {
    const text = readFileSync(join(corpus, 'spec-examples', `${file}.json`), 'utf8')
    const example = valueAt(readWire(text)._unsafeUnwrap(), '/example')
    const wire = place ? { [place.as]: valueAt(example, place.at) } : example
    return { name: `the example ${file}${place?.at ?? ''}`, wire }
  })
}
