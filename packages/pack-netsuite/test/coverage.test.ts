import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { coverage, fieldListSpec, movedPlaces } from '@canonry/mapping'
import { netsuite } from '@canonry/pack-netsuite'
import { describe, expect, it } from 'vitest'
import { specFiles } from '../coverage.js'

describe.each(Object.entries(specFiles()))('the coverage of NetSuite in %s', (file, spec) => {
  const resource = netsuite.resources[spec.resource]
  if (!resource) throw new Error(`the pack has lost ${spec.resource}`)
  const places = movedPlaces(spec.places)
  const parts = resource.parts.map((part) => ({ ...part, places }))
  const found = coverage({ parts }, fieldListSpec(spec))

  it('leaves no property unaccounted for', () => {
    expect(found.fields.filter(({ state }) => state === 'unmapped')).toEqual([])
  })

  it('names no property that the record does not have, but for our own column', () => {
    const unknown = found.unknown.map(({ pointer }) => pointer)
    expect(unknown.filter((pointer) => !pointer.includes('custcol'))).toEqual([])
  })

  it('is measured by users against the same properties', () => {
    const kept = readFileSync(join(import.meta.dirname, '../specs', file), 'utf8')
    expect(JSON.parse(kept)).toEqual(spec)
  })
})
