import { type AnyOverlay, extend, type Overlay } from '@canonry/mapping'
import type { EntityName } from '@canonry/model'
import type { Connector, ConnectorPorts } from './connector.js'
import type { Resource, ResourcePart } from './resource.js'
import type { WebhookRules } from './webhook.js'

/** What a pack's author declares. */
export interface PackDefinition<Options extends ConnectionOptions> {
  readonly system: string
  /** API versions that the pack was proven against, oldest first. */
  readonly versions: readonly [string, ...string[]]
  readonly resources: readonly Resource[]
  readonly webhooks?: WebhookRules
  /** The account that a connection's refs carry: shop, seller, realm, merchant. */
  account(options: Options): string
  connector(options: Options, ports: ConnectorPorts): Connector
}

/** What every connection has: an id of the user's choosing, and the API version it speaks. */
export interface ConnectionOptions {
  readonly id: string
  readonly apiVersion?: string
}

/** All that Canonry knows of one system. */
export interface Pack<Options extends ConnectionOptions = ConnectionOptions> {
  readonly system: string
  readonly versions: readonly string[]
  readonly resources: Readonly<Record<string, Resource>>
  readonly webhooks?: WebhookRules
  /** One account on the system, configured; throws where the id or the account is missing. */
  connect(options: Options): Connection
  /**
   * The pack with custom fields of one user: everything that the pack maps, and they. Throws for an
   * entity that no resource of the pack has.
   */
  extend(overlays: Overlays): Pack<Options>
}

/** Custom fields by entity; every resource that maps the entity maps them too. */
export type Overlays = { readonly [N in EntityName]?: AnyOverlay }

/** One configured account on a system. */
export interface Connection {
  readonly id: string
  readonly system: string
  readonly account: string
  readonly apiVersion: string
  readonly resources: Readonly<Record<string, Resource>>
  readonly webhooks?: WebhookRules
  /**
   * Present where nobody can find out afterwards whether a write was applied. What is unknown is sent
   * again then, the same under the same key, so the system must bear to hear it twice.
   */
  readonly blind?: true
  open(ports: ConnectorPorts): Connector
}

/** Makes a pack out of its declaration. */
export function definePack<Options extends ConnectionOptions>(
  definition: PackDefinition<Options>,
): Pack<Options> {
  const { system, versions } = definition
  const resources = Object.fromEntries(definition.resources.map((each) => [each.name, each]))
  const shared = { system, resources, ...webhooksOf(definition) }
  return {
    ...shared,
    versions,
    connect: (options) => {
      definition.resources.forEach(declareMappings)
      return {
        ...shared,
        ...namesOf(definition, options),
        apiVersion: options.apiVersion ?? (versions.at(-1) as string),
        open: (ports) => definition.connector(options, ports),
      }
    },
    extend: (overlays) => {
      refuseUnmapped(definition, overlays)
      return definePack({
        ...definition,
        resources: definition.resources.map((each) => extendResource(each, overlays)),
      })
    },
  }
}

// a mapping that is declared wrongly throws here, and not with the first document
function declareMappings({ parts }: Resource): void {
  for (const { mapping } of parts) void mapping.nodes
}

// everything that is stored is named by both, so neither may be missing
function namesOf<Options extends ConnectionOptions>(
  { system, account: accountOf }: PackDefinition<Options>,
  options: Options,
): Pick<Connection, 'id' | 'account'> {
  const id = options?.id
  if (!isName(id)) {
    throw new Error(
      `a connection of ${system} has no id: give it one that stays: is its variable set?`,
    )
  }
  const account = accountOf(options)
  if (isName(account)) return { id, account }
  throw new Error(`"${id}" names no account of ${system}: is its variable set?`)
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

// fields of an entity that no resource has would never be read, and nobody would be told
function refuseUnmapped(
  { system, resources }: Pick<PackDefinition<never>, 'system' | 'resources'>,
  overlays: Overlays,
): void {
  const known = new Set(resources.flatMap(({ parts }) => parts.map(({ entity }) => entity)))
  const unknown = Object.keys(overlays).find((entity) => !known.has(entity as EntityName))
  if (unknown === undefined) return
  const entities = [...known].join(', ')
  throw new Error(`no resource of ${system} has a ${unknown} to extend: it has ${entities}`)
}

// biome-ignore lint/suspicious/noExplicitAny: overlay and mapping were typed where they were declared
type Typed = Overlay<any, any>

function extendResource(resource: Resource, overlays: Overlays): Resource {
  const [first, ...others] = resource.parts.map((part) => {
    const overlay = overlays[part.entity]
    return overlay ? { ...part, mapping: extend(part.mapping, overlay as Typed) } : part
  })
  return { ...resource, parts: [first as ResourcePart, ...others] }
}

function webhooksOf({ webhooks }: { webhooks?: WebhookRules }): { webhooks?: WebhookRules } {
  return webhooks ? { webhooks } : {}
}
