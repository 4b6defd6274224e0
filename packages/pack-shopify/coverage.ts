/**
 * The official specifications that the resources of this pack are measured against.
 *
 * Their fields are kept in `specs/`, which is published, so that `canonry coverage` and
 * `canonry docs` need nothing else. As a program this writes `specs/` anew.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FieldList, jsonSchemaSpec, listSpecFields, type Spec } from '@canonry/mapping'
import { shopify } from './src/pack.js'

const SCHEMAS = join(import.meta.dirname, '../../node_modules/shopify-webhook-schemas')
const SPECS = join(import.meta.dirname, 'specs')

/** What the fold puts into an order, and where that stands in the order as it is sent. */
export const ORDER_PLACES: Readonly<Record<string, readonly string[]>> = {
  '/tip_given_back': ['/total_tip_received'],
}

/** The topics whose body is an order. */
const ORDER_TOPICS = [
  'create',
  'updated',
  'paid',
  'cancelled',
  'fulfilled',
  'partially_fulfilled',
] as const

/** What one API version says of all bodies that are an order. */
export function webhookSpec(version: string): Spec {
  return topicsSpec({ version, resource: 'orders', topics: ORDER_TOPICS })
}

/** What one API version says of bodies that are a customer. */
export function customerSpec(version: string): Spec {
  return topicsSpec({ version, resource: 'customers', topics: ['create', 'update'] })
}

interface Topics {
  readonly version: string
  readonly resource: string
  readonly topics: readonly string[]
}

function topicsSpec({ version, resource, topics }: Topics): Spec {
  const bodies = topics.map((topic) => readJson(`schemas/${version}/${resource}/${topic}.json`))
  const { version: release } = readJson('package.json') as { version: string }
  const title = `Shopify webhooks ${version}, ${resource} (shopify-webhook-schemas ${release})`
  return jsonSchemaSpec({ anyOf: bodies }, { title })._unsafeUnwrap()
}

/** The fields of the newest specification of every resource that has one. */
export function specFiles(): Readonly<Record<string, SpecFile>> {
  const version = shopify.versions.at(-1) as string
  const resource = 'order@webhook'
  const fields = listSpecFields(webhookSpec(version))
  return { [`${resource}.json`]: { resource, ...fields, places: ORDER_PLACES } }
}

interface SpecFile extends FieldList {
  readonly resource: string
  readonly places: typeof ORDER_PLACES
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(SCHEMAS, path), 'utf8'))
}

if (process.argv[1] === import.meta.filename) {
  for (const [file, spec] of Object.entries(specFiles())) {
    writeFileSync(join(SPECS, file), `${JSON.stringify(spec, null, 2)}\n`)
  }
}
