import { z } from 'zod'
import { CanonicalEvent } from '../entity/canonical-event.js'
import { type EntityName, entities } from '../entity/entities.js'
import {
  CONTRACT_MAJOR,
  contractId,
  contractName,
  contractOf,
  type JsonSchema,
} from './entity-contract.js'

/** What {@link asyncApi} describes. */
export interface AsyncApiOptions {
  /** What the service is called. */
  readonly title: string
  /** The version of the document. */
  readonly version: string
  /** Where the events are told: a subject, a queue, the address of a webhook. */
  readonly address: string
  /** The brokers, by names of the caller's: `{ nats: { host: 'nats.example.com', protocol: 'nats' } }`. */
  readonly servers?: Readonly<
    Record<
      string,
      { readonly host: string; readonly protocol: string; readonly description?: string }
    >
  >
  /** Default: every entity. */
  readonly entities?: readonly EntityName[]
  /** How an event lies in a message; default `structured`. */
  readonly mode?: 'structured' | 'binary'
}

const ACTIONS = ['changed', 'cancelled', 'deleted'] as const
const FORMAT = 'application/schema+json;version=draft-2020-12'

/**
 * The canonical events that a service tells, as an AsyncAPI 3.0 document
 * (https://www.asyncapi.com/docs/reference/specification/v3.0.0).
 *
 * Every message has the published JSON Schema of its entity in it, so nothing else is needed to read
 * the document. In `binary` mode the attributes of CloudEvents are headers `ce-…`.
 */
export function asyncApi(options: AsyncApiOptions): JsonSchema {
  const { title, version, address, servers, mode = 'structured' } = options
  const names = options.entities ?? (Object.keys(entities) as EntityName[])
  const told = names.flatMap((name) => ACTIONS.map((action) => ({ name, action })))
  const ids = told.map(({ name, action }) => `${name}-${action}`)
  return {
    asyncapi: '3.0.0',
    info: { title, version },
    defaultContentType: contentTypeOf(mode),
    ...(servers && { servers }),
    channels: {
      events: { address, messages: fromIds(ids, (id) => ref(`components/messages/${id}`)) },
    },
    operations: {
      tell: {
        action: 'send',
        channel: ref('channels/events'),
        messages: ids.map((id) => ref(`channels/events/messages/${id}`)),
      },
    },
    components: {
      messages: Object.fromEntries(told.map((each, index) => [ids[index], messageOf(each, mode)])),
    },
  }
}

type Mode = NonNullable<AsyncApiOptions['mode']>

interface Told {
  readonly name: EntityName
  readonly action: (typeof ACTIONS)[number]
}

function messageOf({ name, action }: Told, mode: Mode): JsonSchema {
  const type = `retail.${contractName(name)}.${action}.v${CONTRACT_MAJOR}`
  const attributes = attributesOf(name, type)
  const { properties, required } = attributes
  const about = {
    name: type,
    title: `${contractName(name)} ${action}`,
    contentType: contentTypeOf(mode),
  }
  if (mode === 'binary') {
    const isHeader = (attribute: string) => attribute !== 'data' && attribute !== 'datacontenttype'
    const headers = {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(properties)
          .filter(([attribute]) => isHeader(attribute))
          .map(([attribute, schema]) => [`ce-${attribute}`, schema]),
      ),
      required: required.filter(isHeader).map((attribute) => `ce-${attribute}`),
    }
    return { ...about, headers: schemaOf(headers), payload: schemaOf(contractOf(name)) }
  }
  return { ...about, payload: schemaOf(attributes) }
}

// the envelope of every event, with what this one says for certain
function attributesOf(name: EntityName, type: string) {
  const schema = z.toJSONSchema(CanonicalEvent, { target: 'draft-2020-12', io: 'input' })
  const properties = {
    ...schema.properties,
    type: { const: type },
    dataschema: { const: contractId(name) },
    data: contractOf(name),
  }
  return { ...schema, properties, required: schema.required ?? [] }
}

function schemaOf(schema: JsonSchema): JsonSchema {
  return { schemaFormat: FORMAT, schema }
}

function contentTypeOf(mode: Mode): string {
  return mode === 'structured' ? 'application/cloudevents+json' : 'application/json'
}

function ref(path: string): JsonSchema {
  return { $ref: `#/${path}` }
}

function fromIds<T>(ids: readonly string[], make: (id: string) => T): Record<string, T> {
  return Object.fromEntries(ids.map((id) => [id, make(id)]))
}
