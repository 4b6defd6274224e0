import type { Env } from '@canonry/pack'
import {
  type DocumentNode,
  execute,
  GraphQLInt,
  type GraphQLSchema,
  GraphQLString,
  parse,
  validate,
  valueFromAST,
  visit,
} from 'graphql'
import { json } from '../answer.js'
import type { ShopInventory } from './inventory.js'
import { queriesOf } from './queries.js'
import { stockSchema } from './schema.js'
import { type SetInput, setInventory, type UserError } from './set-quantities.js'

/** What the GraphQL Admin API of a simulated shop answers from. */
export interface GraphqlApiOptions {
  readonly inventory: ShopInventory
  readonly env: Env
  /** Points that come back in a second; default those of a standard plan. */
  readonly pointsPerSecond?: number
}

// https://shopify.dev/docs/api/usage/limits#graphql-admin-api-rate-limits
const STANDARD = 100
const BUCKET_SECONDS = 20

interface Asked {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
}

interface Made {
  readonly parameters: string
  readonly answer: object
  readonly isRefused: boolean
}

/** The shop's GraphQL Admin API, as far as it is about stock: points, versions, keys of mutations. */
export function createGraphqlApi(
  options: GraphqlApiOptions,
): (request: Request, version: string) => Promise<Response> {
  const { inventory, env, pointsPerSecond = STANDARD } = options
  const points = createPoints(env, pointsPerSecond)
  const made = new Map<string, Made>()
  const documents = new Map<string, Read>()
  return async (request, version) => {
    const asked = await askedIn(request)
    if (!asked) return json(400, { text: '{"errors":"Not a JSON object with a query"}' })
    const { query, variables = {} } = asked
    const schema = stockSchema(version)
    const name = `${version} ${query}`
    const document = documents.get(name) ?? documentIn(query, schema)
    if ('errors' in document) return json(200, { text: JSON.stringify(document) })
    // connectors ask the same few questions over and over
    documents.set(name, document)
    const cost = costOf(document.parsed, variables)
    const left = points.take(cost)
    const extensions = { cost: { requestedQueryCost: cost, ...left.status } }
    if (!left.isTaken) {
      const errors = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }]
      return json(200, { text: JSON.stringify({ errors, extensions }) })
    }
    const key = keyIn(document.parsed, variables)
    const rootValue = {
      ...queriesOf(inventory),
      inventorySetQuantities: ({ input }: { readonly input: SetInput }) =>
        once({ made, key, parameters: JSON.stringify(input), version }, () =>
          payloadOf(setInventory(inventory, { input, version }), { input, now: env.now() }),
        ),
    }
    const answer = await execute({
      schema,
      document: document.parsed,
      rootValue,
      variableValues: variables,
    })
    return json(200, { text: JSON.stringify({ ...answer, extensions }) })
  }
}

/** What a query turned out to be. */
type Read = { readonly parsed: DocumentNode } | { readonly errors: readonly object[] }

function documentIn(query: string, schema: GraphQLSchema): Read {
  try {
    const parsed = parse(query)
    const errors = validate(schema, parsed)
    return errors.length === 0 ? { parsed } : { errors: errors.map(({ message }) => ({ message })) }
  } catch (problem) {
    return { errors: [{ message: (problem as Error).message }] }
  }
}

async function askedIn(request: Request): Promise<Asked | undefined> {
  try {
    const asked = (await request.json()) as Asked | null
    return typeof asked?.query === 'string' ? asked : undefined
  } catch {
    return undefined
  }
}

// a page costs what it may hold: https://shopify.dev/docs/api/usage/limits#calculating-query-cost
const MUTATION = 10

function costOf(document: DocumentNode, variables: Readonly<Record<string, unknown>>): number {
  let pages = 1
  let isMutation = false
  visit(document, {
    OperationDefinition: ({ operation }) => {
      isMutation ||= operation === 'mutation'
    },
    Argument: ({ name, value }) => {
      if (name.value !== 'first') return
      pages = Math.max(pages, Number(valueFromAST(value, GraphQLInt, { ...variables }) ?? 1))
    },
  })
  return isMutation ? MUTATION : 2 + Math.ceil(pages / 10)
}

function createPoints(env: Env, perSecond: number) {
  const most = perSecond * BUCKET_SECONDS
  let left = most
  let at = env.now()
  return {
    take(cost: number) {
      const now = env.now()
      left = Math.min(most, left + ((now - at) / 1_000) * perSecond)
      at = now
      const isTaken = left >= cost
      if (isTaken) left -= cost
      const currentlyAvailable = Math.floor(left)
      const throttleStatus = { maximumAvailable: most, currentlyAvailable, restoreRate: perSecond }
      return { isTaken, status: { throttleStatus } }
    },
  }
}

function keyIn(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): string | undefined {
  for (const definition of document.definitions) {
    if (definition.kind !== 'OperationDefinition') continue
    for (const selection of definition.selectionSet.selections) {
      const directive = selection.directives?.find(({ name }) => name.value === 'idempotent')
      const value = directive?.arguments?.[0]?.value
      if (value) return valueFromAST(value, GraphQLString, { ...variables }) as string | undefined
    }
  }
  return undefined
}

interface Once {
  readonly made: Map<string, Made>
  readonly key: string | undefined
  readonly parameters: string
  readonly version: string
}

// https://shopify.dev/docs/api/usage/idempotent-requests: required for this mutation from 2026-04 on
function once({ made, key, parameters, version }: Once, make: () => Payload): Payload {
  if (version >= '2026-04' && isCareless(parameters)) {
    throw new Error('changeFromQuantity must be passed for each quantity')
  }
  if (key === undefined) {
    if (version >= '2026-04')
      throw new Error('The @idempotent directive is required for this mutation')
    return make()
  }
  const known = made.get(key)
  if (known && known.parameters !== parameters) return refused('IDEMPOTENCY_KEY_PARAMETER_MISMATCH')
  if (known?.isRefused) return refused('IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED')
  if (known) return known.answer as Payload
  const answer = make()
  made.set(key, { parameters, answer, isRefused: answer.userErrors.length > 0 })
  return answer
}

// "you must explicitly pass in a value, even if that value is null"
function isCareless(parameters: string): boolean {
  const { quantities } = JSON.parse(parameters) as SetInput
  return quantities.some(({ changeFromQuantity }) => changeFromQuantity === undefined)
}

interface Payload {
  readonly inventoryAdjustmentGroup: object | null
  readonly userErrors: readonly UserError[]
}

function payloadOf(
  userErrors: readonly UserError[],
  { input, now }: { readonly input: SetInput; readonly now: number },
): Payload {
  const group = { createdAt: new Date(now).toISOString(), reason: input.reason }
  return { inventoryAdjustmentGroup: userErrors.length === 0 ? group : null, userErrors }
}

function refused(code: string): Payload {
  const userErrors = [{ code, field: null, message: code.toLowerCase().replaceAll('_', ' ') }]
  return { inventoryAdjustmentGroup: null, userErrors }
}
