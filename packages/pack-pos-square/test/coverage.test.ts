import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { specFiles } from '../coverage.js'
import { RESOURCES } from '../src/resources.js'
import { corpusIsThere } from './corpus.js'

describe.skipIf(!corpusIsThere)('the coverage of Square (needs the corpus)', () => {
  it('is measured against the fields of the official specification, of every resource', () => {
    const files = specFiles()
    expect(Object.keys(files).sort()).toEqual(RESOURCES.map(({ name }) => `${name}.json`).sort())
    for (const [file, spec] of Object.entries(files)) {
      const kept = readFileSync(join(import.meta.dirname, '../specs', file), 'utf8')
      expect(JSON.parse(kept), file).toEqual(spec)
    }
  })
})
