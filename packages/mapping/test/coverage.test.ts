import {
  type Coverage,
  coverage,
  fieldListSpec,
  graphqlSpec,
  jsonSchemaSpec,
  listSpecFields,
  openApiSpec,
  readSpec,
  type Spec,
  zodSpec,
} from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { shopMapping, WireShopOrder } from './shop.js'
import { storeMapping, WireStore } from './store.js'

const statesOf = ({ fields }: Coverage) =>
  Object.fromEntries(fields.map(({ pointer, state }) => [pointer, state]))
const ofStore = (properties: object, rest: object = {}) =>
  coverage(storeMapping, jsonSchemaSpec({ properties, ...rest })._unsafeUnwrap())

describe('coverage', () => {
  it('accounts for every field: mapped, preserved, ignored with the reason, or unmapped', () => {
    const found = ofStore({
      name: { type: 'string' },
      printer: { type: 'object', properties: { paper: { type: 'string' } } },
      checksum: { type: 'string' },
      owner: { type: 'object', properties: { name: { type: 'string' } } },
    })
    expect(statesOf(found)).toEqual({
      '/name': 'mapped',
      '/printer': 'preserved',
      '/checksum': 'ignored',
      '/owner': 'unmapped',
    })
    expect(found.counts).toEqual({ mapped: 1, preserved: 1, ignored: 1, unmapped: 1 })
    expect(found.fields.map(({ by }) => by[0]?.words)).toEqual([
      'text',
      'carried as it is',
      'says whether the line was noisy',
      undefined,
    ])
    expect(found.fields[0]?.by).toMatchObject([{ entity: 'Store', place: '/name' }])
  })

  it('goes into what the mapping goes into, at every depth', () => {
    const guest = { properties: { name: { type: 'string' }, age: {}, vip: {} } }
    const found = ofStore({
      guests: { type: 'array', items: guest },
      manager: { type: ['object', 'null'], properties: { tel: {}, mail: {} } },
      stock: { additionalProperties: { properties: { count: {}, shelf: {} } } },
    })
    expect(statesOf(found)).toEqual({
      '/guests/*/name': 'mapped',
      '/guests/*/age': 'unmapped',
      '/guests/*/vip': 'preserved',
      '/manager/tel': 'mapped',
      '/manager/mail': 'unmapped',
      '/stock/*/count': 'mapped',
      '/stock/*/shelf': 'unmapped',
    })
  })

  it('says what the mapping names and the specification does not have', () => {
    const found = ofStore({ name: {}, printer: {} })
    expect(found.unknown).toContainEqual({ pointer: '/manager/tel', state: 'mapped' })
    expect(found.unknown).toContainEqual({ pointer: '/checksum', state: 'ignored' })
    expect(found.unknown.map(({ pointer }) => pointer)).not.toContain('/printer')
  })

  it('believes that anything is inside what the specification leaves open', () => {
    const found = ofStore({ guests: { type: 'array' }, manager: true, stock: {} })
    expect(found.counts).toMatchObject({ mapped: 3, unmapped: 0 })
    expect(found.unknown.map(({ pointer }) => pointer)).not.toContain('/manager/tel')
    const closed = ofStore({ manager: { type: 'string' } })
    expect(statesOf(closed)).toEqual({ '/manager': 'unmapped' })
    expect(closed.unknown).toContainEqual({ pointer: '/manager/tel', state: 'mapped' })
  })

  it('counts a value that is handed down as read', () => {
    expect(statesOf(ofStore({ tz: {} }))).toEqual({ '/tz': 'mapped' })
  })

  it('adds up what several mappings say of one document', () => {
    const spec = jsonSchemaSpec({
      properties: { store: { properties: { name: {}, printer: {} } }, name: {} },
    })._unsafeUnwrap()
    const parts = [{ mapping: storeMapping, at: '/store' }]
    expect(statesOf(coverage({ parts }, spec))).toEqual({
      '/store/name': 'mapped',
      '/store/printer': 'preserved',
      '/name': 'unmapped',
    })
    const both = [...parts, { mapping: storeMapping }]
    expect(coverage({ parts: both }, spec).counts.unmapped).toBe(0)
  })

  it('finds the places of a document that is brought into another form first', () => {
    const spec = fieldListSpec({ title: 'flat', fields: ['/chief/phone', '/chief/mail', '/name'] })
    const places = (pointer: string) => [pointer.replace('/manager/tel', '/chief/phone')]
    const found = coverage({ parts: [{ mapping: storeMapping, places }] }, spec)
    expect(statesOf(found)).toMatchObject({ '/chief/phone': 'mapped', '/chief/mail': 'unmapped' })
  })

  it('says that nothing is unmapped of the schema that the mapping was written for', () => {
    for (const [mapping, schema] of [
      [shopMapping, WireShopOrder],
      [storeMapping, WireStore],
    ] as const) {
      const found = coverage(mapping, zodSpec(schema, { title: 'own' }))
      expect(found.fields.filter(({ state }) => state === 'unmapped')).toEqual([])
      expect(found.unknown).toEqual([])
    }
  })
})

describe('a JSON Schema', () => {
  it('counts alternatives together, and follows references within the document', () => {
    const found = ofStore(
      {
        manager: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/Person' }] },
        guests: { items: { $ref: '#guest' } },
      },
      {
        allOf: [{ properties: { name: {} } }, { if: { properties: { kind: {} } } }],
        $defs: {
          Person: { oneOf: [{ properties: { name: {} } }, { properties: { tel: {} } }] },
          Guest: { $anchor: 'guest', properties: { name: {} } },
        },
      },
    )
    expect(Object.keys(statesOf(found))).toEqual([
      '/manager/name',
      '/manager/tel',
      '/guests/*/name',
      '/name',
      '/kind',
    ])
  })

  it('takes tuples and patterns, marks what is deprecated, and needs no keyword it does not know', () => {
    const found = ofStore({
      guests: {
        items: [{ properties: { name: { deprecated: true } } }, { properties: { age: {} } }],
      },
      stock: { patternProperties: { '^A': { properties: { count: {} } } } },
      name: { unheardOf: 7 },
    })
    expect(
      found.fields.map(({ pointer, deprecated }) => [pointer, deprecated !== undefined]),
    ).toEqual([
      ['/guests/*/name', true],
      ['/guests/*/age', false],
      ['/stock/*/count', false],
      ['/name', false],
    ])
  })

  it('ends where it contains itself, and says so', () => {
    const tree = { properties: { name: {}, parent: { $ref: '#' }, loop: { $ref: '#/$defs/loop' } } }
    const root = { ...tree, $defs: { loop: { allOf: [{ $ref: '#/$defs/loop' }] } } }
    const spec = jsonSchemaSpec(root)._unsafeUnwrap()
    const found = coverage(storeMapping, spec)
    expect(found.fields).toMatchObject([
      { pointer: '/name', state: 'mapped' },
      { pointer: '/parent', state: 'unmapped', note: 'contains what it stands in' },
      { pointer: '/loop', state: 'unmapped', note: 'refers to itself' },
    ])
    expect(listSpecFields(spec).fields).toEqual(['/name', '/parent', '/loop'])
  })

  it('leaves open what stands in another document', () => {
    const found = ofStore({
      manager: { $ref: 'https://example.com/person.json' },
      owner: { $ref: '#/no' },
    })
    expect(found.fields).toMatchObject([
      { pointer: '/manager', state: 'mapped' },
      { pointer: '/owner', note: 'refers to #/no, which is not in this document' },
    ])
  })

  it('is asked for one of its definitions, or for what stands at a pointer', () => {
    const document = { definitions: { Store: { properties: { name: {} } } } }
    const named = jsonSchemaSpec(document, { type: 'Store' })._unsafeUnwrap()
    const pointed = jsonSchemaSpec(document, { type: '/definitions/Store' })._unsafeUnwrap()
    expect(listSpecFields(named).fields).toEqual(['/name'])
    expect(listSpecFields(pointed).fields).toEqual(['/name'])
    expect(jsonSchemaSpec(document, { type: 'Shop' }).isErr()).toBe(true)
  })

  it('reads no key as anything but a key', () => {
    const text = '{"properties":{"__proto__":{"type":"string"},"a/b~c":{},"constructor":{}}}'
    const spec = readSpec(JSON.parse(text))._unsafeUnwrap()
    expect(listSpecFields(spec).fields).toEqual(['/__proto__', '/a~1b~0c', '/constructor'])
  })
})

describe('an OpenAPI or Swagger document', () => {
  const Store = { properties: { name: {}, owner: { $ref: '#/components/schemas/Person' } } }
  const schemas = { Store, Person: { properties: { name: {} } } }
  const json = { 'application/json': { schema: { $ref: '#/components/schemas/Store' } } }
  const openApi = {
    openapi: '3.0.3',
    info: { title: 'Till' },
    components: { schemas, responses: { Store: { content: json } } },
    paths: {
      '/stores/{id}': {
        parameters: [],
        get: {
          operationId: 'getStore',
          responses: { 404: {}, 200: { $ref: '#/components/responses/Store' } },
        },
        delete: { responses: { 204: { description: 'gone' } } },
      },
    },
  }
  const swagger = {
    swagger: '2.0',
    definitions: { Store: { properties: { name: {}, tz: {} } } },
    paths: {
      '/stores': { get: { responses: { default: { schema: { $ref: '#/definitions/Store' } } } } },
    },
  }

  it.each([
    [openApi, 'Store', ['/name', '/owner', '/owner/name']],
    [openApi, 'getStore', ['/name', '/owner', '/owner/name']],
    [openApi, 'GET /stores/{id}', ['/name', '/owner', '/owner/name']],
    [swagger, 'Store', ['/name', '/tz']],
    [swagger, 'get /stores', ['/name', '/tz']],
  ])('gives a schema, or what an operation answers (%#)', (document, type, fields) => {
    const spec = readSpec(document, { type })._unsafeUnwrap()
    expect(listSpecFields(spec).fields).toEqual(fields)
  })

  it('follows references of answers and paths to what they refer to, and ends where they do not', () => {
    const responses = {
      Stored: { $ref: '#/components/responses/Store%20kept' },
      'Store kept': { content: json },
      Circle: { $ref: '#/components/responses/Circle' },
      Lost: { $ref: '#/components/responses/nowhere' },
    }
    const answers = (name: string) => ({
      responses: { 200: { $ref: `#/components/responses/${name}` } },
    })
    const document = {
      openapi: '3.1.0',
      components: { schemas, responses, pathItems: { Store: { get: answers('Stored') } } },
      paths: {
        '/stores/{id}': { $ref: '#/components/pathItems/Store' },
        '/circle': { get: answers('Circle') },
        '/lost': { get: answers('Lost') },
      },
    }
    const spec = readSpec(document, { type: 'GET /stores/{id}' })._unsafeUnwrap()
    expect(listSpecFields(spec).fields).toEqual(['/name', '/owner', '/owner/name'])
    for (const type of ['GET /circle', 'GET /lost']) {
      const failure = openApiSpec(document, { type })._unsafeUnwrapErr()
      expect(failure.message).toContain('answers no JSON')
    }
  })

  it('names the schemas that there are where it has no such', () => {
    const failure = openApiSpec(openApi, { type: 'Shop' })._unsafeUnwrapErr()
    expect(failure).toMatchObject({ kind: 'no-such-type' })
    expect(failure.message).toContain('Store, Person')
    const gone = openApiSpec(openApi, { type: 'DELETE /stores/{id}' })._unsafeUnwrapErr()
    expect(gone.message).toContain('answers no JSON')
    expect(readSpec(openApi)._unsafeUnwrapErr().message).toContain('name a schema or an operation')
  })
})

describe('a GraphQL introspection', () => {
  const named = (name: string, kind = 'OBJECT') => ({ kind, name, ofType: null })
  const field = (name: string, type: object, rest: object = {}) => ({ name, type, ...rest })
  const list = (ofType: object) => ({ kind: 'NON_NULL', ofType: { kind: 'LIST', ofType } })
  const string = named('String', 'SCALAR')
  const guests = [
    field('nodes', list(named('Guest'))),
    field('edges', list(named('GuestEdge'))),
    field('pageInfo', named('PageInfo')),
  ]
  const types = [
    { kind: 'SCALAR', name: 'String' },
    { kind: 'SCALAR', name: 'JSON' },
    {
      kind: 'OBJECT',
      name: 'Store',
      fields: [
        field('name', string),
        field('fax', string, { isDeprecated: true, deprecationReason: 'nobody has one' }),
        field('guests', named('GuestConnection')),
        field('manager', named('Person', 'UNION')),
        field('printer', named('JSON', 'SCALAR')),
        field('partner', named('Store')),
      ],
    },
    { kind: 'OBJECT', name: 'GuestConnection', fields: guests },
    {
      kind: 'OBJECT',
      name: 'GuestEdge',
      fields: [field('cursor', string), field('node', named('Guest'))],
    },
    { kind: 'OBJECT', name: 'Guest', fields: [field('name', string), field('age', string)] },
    { kind: 'UNION', name: 'Person', fields: null, possibleTypes: [named('Ada'), named('Bo')] },
    { kind: 'OBJECT', name: 'Ada', fields: [field('name', string)] },
    { kind: 'OBJECT', name: 'Bo', fields: [field('name', string), field('tel', string)] },
  ]
  const introspection = { data: { __schema: { types } } }
  const spec = graphqlSpec(introspection, { type: 'Store' })._unsafeUnwrap()
  const read = (places: (pointer: string) => string) =>
    coverage({ parts: [{ mapping: storeMapping, places: (pointer) => [places(pointer)] }] }, spec)

  it('reads a connection by its nodes or by its edges, which are the same data', () => {
    const nodes = read((pointer) => pointer.replace('/guests/*', '/guests/nodes/*'))
    const edges = read((pointer) => pointer.replace('/guests/*', '/guests/edges/*/node'))
    const inside = (found: Coverage) =>
      Object.entries(statesOf(found)).filter(([pointer]) => pointer.startsWith('/guests'))
    expect(inside(nodes)).toEqual([
      ['/guests/nodes/*/name', 'mapped'],
      ['/guests/nodes/*/age', 'unmapped'],
    ])
    expect(inside(edges)).toEqual([
      ['/guests/edges/*/node/name', 'mapped'],
      ['/guests/edges/*/node/age', 'unmapped'],
    ])
  })

  it('has all fields of all alternatives, marks deprecated ones, and ends where types go round', () => {
    const found = read((pointer) => pointer)
    expect(found.fields).toMatchObject([
      { pointer: '/name', state: 'mapped' },
      { pointer: '/fax', state: 'unmapped', deprecated: 'nobody has one' },
      { pointer: '/guests', state: 'unmapped' },
      { pointer: '/manager/name', state: 'mapped' },
      { pointer: '/manager/tel', state: 'mapped' },
      { pointer: '/printer', state: 'preserved' },
      { pointer: '/partner', state: 'unmapped', note: 'contains what it stands in' },
    ])
  })

  it('leaves open what an introspection of too few levels does not say', () => {
    const cut = [field('name', { kind: 'NON_NULL', ofType: null }), { name: 'owner' }]
    const short = { __schema: { types: [{ kind: 'OBJECT', name: 'Store', fields: cut }] } }
    const { fields } = coverage(storeMapping, graphqlSpec(short, { type: 'Store' })._unsafeUnwrap())
    expect(fields).toMatchObject([
      { pointer: '/name', state: 'mapped' },
      { pointer: '/owner', state: 'unmapped', note: expect.stringContaining('`ofType`') },
    ])
  })

  it('says what is no introspection, and what it lacks', () => {
    expect(graphqlSpec({}, { type: 'Store' })._unsafeUnwrapErr().kind).toBe('unknown-format')
    expect(graphqlSpec(introspection, { type: 'Shop' })._unsafeUnwrapErr().kind).toBe(
      'no-such-type',
    )
    expect(readSpec(introspection)._unsafeUnwrapErr().message).toContain('name a type')
  })
})

describe('a zod schema', () => {
  it('is read through what makes fields optional, nullable, lazy or alternative', () => {
    const Node = z.object({
      name: z.string().optional().nullable().default('x'),
      get parent() {
        return Node.optional()
      },
      either: z.union([z.object({ a: z.int() }), z.object({ b: z.int() }).loose()]),
      map: z.record(z.string(), z.object({ c: z.date() })),
      pair: z.tuple([z.object({ d: z.string() })]),
      custom: z.custom<number>(),
    })
    const spec = zodSpec(Node, { title: 'Node' })
    expect(listSpecFields(spec).fields.filter((pointer) => !/[/*]$/.test(pointer))).toEqual([
      '/name',
      '/parent',
      '/either',
      '/either/a',
      '/either/b',
      '/map',
      '/map/*/c',
      '/pair',
      '/pair/*/d',
      '/custom',
    ])
  })
})

describe('a specification', () => {
  it('that is none is told apart', () => {
    const payloads = [{ type: 'order', id: 7 }, { data: { order: { id: 7 } } }]
    for (const odd of [null, 7, [], 'text', {}, { fields: 'none', title: 'x' }, ...payloads]) {
      expect(readSpec(odd)._unsafeUnwrapErr().kind).toBe('unknown-format')
    }
  })

  it('that describes no field is refused, with what it defines', () => {
    const empty = [
      { type: 'string' },
      { type: 'object' },
      { $ref: '#' },
      { title: 'x', fields: [] },
    ]
    for (const document of empty) {
      expect(readSpec(document)._unsafeUnwrapErr().kind).toBe('no-fields')
    }
    const defining = { $defs: { Store: { properties: { name: {} } } } }
    expect(readSpec(defining)._unsafeUnwrapErr().message).toMatch(/no fields.*defines Store$/)
    expect(readSpec(defining, { type: 'Store' }).isOk()).toBe(true)
  })

  it('comes back from the list of its fields', () => {
    const fields = ['/a', '/a/*', '/a/*/b~1c', '/d']
    const list = { title: 'till 1.0', fields, deprecated: ['/d'] }
    const spec: Spec = readSpec(list)._unsafeUnwrap()
    expect(listSpecFields(spec)).toEqual(list)
  })

  it('may be huge, deep and hostile without anything being lost in it', () => {
    const properties: Record<string, unknown> = {}
    for (let index = 0; index < 50_000; index += 1) properties[`field${index}`] = { type: 'string' }
    expect(ofStore(properties).counts.unmapped).toBe(50_000)
    let deep: object = { type: 'string' }
    for (let depth = 0; depth < 20_000; depth += 1) deep = { properties: { name: deep } }
    expect(coverage(storeMapping, jsonSchemaSpec(deep)._unsafeUnwrap()).counts.mapped).toBe(1)
    let put: object = { properties: { name: {} } }
    for (let depth = 0; depth < 20_000; depth += 1) put = { allOf: [put] }
    const { content } = jsonSchemaSpec({ properties: { owner: put } })._unsafeUnwrap()
    expect(content().fields[0]?.content()).toMatchObject({
      isOpen: true,
      note: expect.stringContaining('more than 256'),
    })
  })
})
