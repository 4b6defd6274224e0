import {
  compareSchemas,
  contractId,
  contractName,
  contractOf,
  type EntityName,
  entities,
  type JsonSchema,
  listPersonalData,
} from '@canonry/model'
import * as testing from '@canonry/model/testing'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const names = Object.keys(entities) as EntityName[]
const arbitraries = testing as unknown as Readonly<
  Record<string, fc.Arbitrary<unknown> | undefined>
>
const ajv = new Ajv2020({ strict: false })
addFormats(ajv)

describe('the contract', () => {
  it.each(names)('of a %s names itself, and is the same every time it is made', (name) => {
    const contract = contractOf(name)
    expect(contract['$id']).toBe(`https://canonry.dev/schema/${contractName(name)}/1.json`)
    expect(contract['$id']).toBe(contractId(name))
    expect(JSON.stringify(contractOf(name))).toBe(JSON.stringify(contract))
    expect(compareSchemas(contract, contractOf(name), { direction: 'both' })).toEqual({
      verdict: 'compatible',
      changes: [],
    })
  })

  it.each(names)(
    'of a %s accepts what the arbitrary makes, and properties of a later version',
    (name) => {
      const arbitrary = arbitraries[`arbitrary${name[0]?.toUpperCase()}${name.slice(1)}`]
      const validate = ajv.compile(contractOf(name))
      if (!arbitrary) throw new Error(`there is no arbitrary of a ${name}`)
      fc.assert(
        fc.property(arbitrary, (entity) => {
          expect(
            validate({ ...(entity as object), later: true }),
            JSON.stringify(validate.errors),
          ).toBe(true)
        }),
        { numRuns: 200 },
      )
    },
  )

  it('refuses what the schema of the model refuses', () => {
    const validate = ajv.compile({ ...contractOf('customer'), $id: 'again' })
    for (const body of [
      {},
      { refs: [{}] },
      { refs: [], email: 5 },
      { refs: [], updatedAt: 'today' },
    ]) {
      expect(entities.customer.schema.safeParse(body).success).toBe(false)
      expect(validate(body)).toBe(false)
    }
  })

  it.each(names)('of a %s says which fields hold personal data', (name) => {
    const marked = JSON.stringify(contractOf(name)).includes('"x-personal-data"')
    expect(marked).toBe(Object.keys(listPersonalData(entities[name].schema)).length > 0)
  })

  it('lets an optional field be added, and nothing be taken away', () => {
    const before = contractOf('customer')
    const properties = before['properties'] as JsonSchema
    const more = { ...before, properties: { ...properties, loyalty: { type: 'string' } } }
    const { email: _, ...rest } = properties
    const less = { ...before, properties: rest }
    expect(compareSchemas(before, more, { direction: 'both' }).verdict).toBe('compatible')
    expect(compareSchemas(before, less, { direction: 'both' }).changes).toMatchObject([
      { pointer: '/properties/email', rule: 'property-removed', verdict: 'breaking' },
    ])
  })
})
