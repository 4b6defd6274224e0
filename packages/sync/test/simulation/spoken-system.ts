import { createHmac } from 'node:crypto'
import type { Entities, EntityName, Ref } from '@canonry/model'
import {
  type Connection,
  canonicalMapping,
  definePack,
  type Resource,
  type WebhookRules,
  type WireDocument,
} from '@canonry/pack'
import type { SimulatedSystem, WorldPorts } from '@canonry/sync/testing'
import { beginHmac } from '../world/begin-hmac.js'

/** The entities that the invented systems speak of. */
const SPOKEN = ['order', 'customer', 'refund', 'stockMove', 'stockPosition'] as const
export type Spoken = (typeof SPOKEN)[number]

export const SECRET = 'a secret of the invented systems'

/** A document as the invented systems send it: canonical, with a version and what comes along. */
export interface SpokenDocument<N extends Spoken = Spoken> {
  readonly id: string
  readonly version?: string
  readonly body: Entities[N]
  readonly customer?: Entities['customer']
}

const MAPPINGS = Object.fromEntries(SPOKEN.map((entity) => [entity, canonicalMapping(entity)]))

function resourceOf(entity: Spoken, revision: number): Resource {
  return {
    name: `${entity}@spoken`,
    kind: entity,
    versions: { from: '1' },
    revision,
    parts: [
      { entity, mapping: MAPPINGS[entity] as never, at: '/body' },
      ...(entity === 'order'
        ? [{ entity: 'customer', mapping: MAPPINGS['customer'] as never, at: '/customer' } as const]
        : []),
    ],
    version: (wire) => (wire as Partial<SpokenDocument>).version,
  }
}

const webhooks: WebhookRules = {
  begin: beginHmac,
  head: (headers) => {
    const topic = headers.get('x-topic')
    const eventId = headers.get('x-event-id')
    return topic ? { topic, ...(eventId && { eventId }) } : undefined
  },
  resource: (topic) =>
    (SPOKEN as readonly string[]).includes(topic) ? `${topic}@spoken` : undefined,
  routingKey: (_, start) => /"id":\s*"([^"]+)"/.exec(start)?.[1],
}

/** How an invented system speaks. */
interface Speaking {
  readonly revision?: number
  /** Its webhooks only say what changed. */
  readonly isThin?: boolean
  /** They say in which version. */
  readonly isTelling?: boolean
}

const versionIn = (_: string, text: string) => /"version":\s*"([^"]+)"/.exec(text)?.[1]

/** A connection to an invented system, which a simulated one stands behind. */
export function spokenConnection(
  system: SimulatedSystem,
  { revision = 1, isThin = false, isTelling = false }: Speaking = {},
): Connection {
  return definePack<{ id: string }>({
    system: system.system,
    versions: ['1'],
    resources: SPOKEN.map((entity) => resourceOf(entity, revision)),
    webhooks: { ...webhooks, thin: () => isThin, ...(isTelling && { version: versionIn }) },
    account: () => system.account,
    connector: () => system.connector(),
  }).connect({ id: system.system })
}

/** The name of a thing in an invented system. */
export function nameIn({ system, account }: SimulatedSystem, kind: EntityName, id: string): Ref {
  return { system, account, kind, id }
}

/** What may be said about a delivery beside its document. */
export interface Said {
  readonly eventId?: string
  readonly topic?: string
  readonly secret?: string
  readonly text?: string
  /** Names it in what is printed. */
  readonly name?: string
}

/** Lets an invented system say what a document is now: it shows it, and sends a webhook. */
export function say(ports: WorldPorts, { from, entity, document, said = {} }: Saying): void {
  const text = said.text ?? JSON.stringify(document)
  show(from, entity, document)
  ports.deliver({
    connection: from.system,
    name: said.name ?? spokenName(entity, document),
    request: () => webhookOf(text, { entity, said }),
  })
}

/** What a delivery is called that nobody names. */
export function spokenName(entity: Spoken, { id, version = '' }: SpokenDocument): string {
  return `${entity} ${id} ${version}`.trim()
}

/** What {@link say} says. */
export interface Saying {
  readonly from: SimulatedSystem
  readonly entity: Spoken
  readonly document: SpokenDocument
  readonly said?: Said
}

/** Changes what a system shows to readers, without a word. */
export function show(from: SimulatedSystem, entity: Spoken, document: SpokenDocument): void {
  const text = JSON.stringify(document)
  const shown: WireDocument = {
    resource: `${entity}@spoken`,
    apiVersion: '1',
    key: document.id,
    text,
  }
  from.shown.set(document.id, shown)
}

/** A signed webhook with a text. */
export function webhookOf(text: string, { entity, said }: { entity: Spoken; said: Said }): Request {
  const signature = createHmac('sha256', said.secret ?? SECRET)
    .update(text)
    .digest('hex')
  return new Request('https://hooks.example/spoken', {
    method: 'POST',
    body: text,
    headers: {
      'x-signature': signature,
      'x-topic': said.topic ?? entity,
      ...(said.eventId && { 'x-event-id': said.eventId }),
    },
  })
}
