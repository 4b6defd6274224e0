import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { asyncApi, contractOf, eventOf } from '@canonry/model'
import { arbitraryLocation } from '@canonry/model/testing'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

// the schema of AsyncAPI 3.0 documents that its authors publish
const file = createRequire(import.meta.url).resolve(
  '@asyncapi/specs/schemas/3.0.0-without-$id.json',
)
const official = JSON.parse(readFileSync(file, 'utf8'))
const about = { title: 'Orders', version: '1.0.0', address: 'events.{partition}' }
const servers = { nats: { host: 'nats.example.com:4222', protocol: 'nats' } }

interface Document {
  readonly operations: { readonly tell: { readonly messages: readonly unknown[] } }
  readonly components: {
    readonly messages: Record<
      string,
      { name: string; headers?: { schema: object }; payload: { schema: object } }
    >
  }
}

function validatorOf(schema: object) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats(ajv)
  return ajv.compile(schema)
}

describe('the AsyncAPI document of events', () => {
  it.each(['structured', 'binary'] as const)('is a valid AsyncAPI 3.0 document (%s)', (mode) => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
    const document = asyncApi({ ...about, servers, mode })
    const isValid = ajv.compile(official)
    expect(isValid(document), JSON.stringify(isValid.errors?.slice(0, 5))).toBe(true)
    const broken = { ...document, operations: { tell: { action: 'shout' } } }
    expect(isValid(broken)).toBe(false)
  })

  it('has a message for each that is told of an entity, under the type of its event', () => {
    const document = asyncApi({ ...about, entities: ['order', 'stockMove'] }) as unknown as Document
    expect(Object.values(document.components.messages).map(({ name }) => name)).toEqual([
      'retail.order.changed.v1',
      'retail.order.cancelled.v1',
      'retail.order.deleted.v1',
      'retail.stock-move.changed.v1',
      'retail.stock-move.cancelled.v1',
      'retail.stock-move.deleted.v1',
    ])
    expect(document.operations.tell.messages).toHaveLength(6)
  })

  it('takes the events that are told, and no other', () => {
    const document = asyncApi({ ...about, entities: ['location'] }) as unknown as Document
    const schema = document.components.messages['location-changed']?.payload.schema ?? {}
    const isValid = validatorOf(schema)
    const [after] = fc.sample(arbitraryLocation, { numRuns: 1, seed: 1 })
    if (!after) throw new Error('no location was made')
    const ref = { system: 'shop', account: 'acme', kind: 'Location', id: '1' }
    const event = eventOf({ entity: 'location', ref, version: '1', after, action: 'changed' })
    expect(isValid(event), JSON.stringify(isValid.errors)).toBe(true)
    expect(isValid({ ...event, type: 'retail.order.changed.v1' })).toBe(false)
    expect(isValid({ ...event, data: { name: 1 } })).toBe(false)
  })

  it('has the attributes in headers where the body is the entity alone', () => {
    const options = { ...about, entities: ['order'], mode: 'binary' } as const
    const { messages } = (asyncApi(options) as unknown as Document).components
    const { headers, payload } = messages['order-changed'] ?? {}
    expect(headers?.schema).toMatchObject({
      properties: { 'ce-type': { const: 'retail.order.changed.v1' } },
      required: expect.arrayContaining(['ce-id', 'ce-source', 'ce-specversion', 'ce-type']),
    })
    expect(payload?.schema).toEqual(contractOf('order'))
  })
})
