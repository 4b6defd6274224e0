import { CanonicalEvent, CONTRACT_MAJOR, contractName, refKey } from '@canonry/model'
import type {
  Connection,
  Connector,
  ConnectorLimits,
  Failure,
  Intent,
  PushOutcome,
} from '@canonry/pack'
import { ok } from 'neverthrow'
import { type EventMode, eventEnvelope } from './event-envelope.js'
import { eventOfIntent } from './event-of-intent.js'
import type { Published, Transport, TransportFailure, TransportPorts } from './transport.js'

/** What {@link eventsTo} is given beside the transport. */
export interface EventsOptions {
  /** The connection's id, and the account of the refs that its events get. */
  readonly id: string
  /** The `source` of the events: `/acme/orders`. Default: the account of the entity, `/shopify/acme`. */
  readonly source?: string
  /** Default `structured`: one JSON document. */
  readonly mode?: EventMode
  /** How many calls the transport bears; default: 8 at once, 1,000 a second. */
  readonly limits?: ConnectorLimits
}

/**
 * A connection that tells canonical events through a transport, instead of writing into a system.
 *
 * Flows promise to it as to any other: `upsert(events, order)` tells `retail.order.changed.v1` with
 * the whole order, `cancel(events, order)` tells `retail.order.deleted.v1` with what was last known,
 * or `cancelled` where the order says so itself. Of several states that were decided before the first
 * was told, the newest is told. The events of one entity are told one after the other.
 *
 * At least once: where an answer was lost the same event is told again under the same id, by which
 * receivers drop it. `revision` says which of two events of a subject is newer, however they arrive.
 *
 * The transport is opened with the first event, and closed by whoever made it. One that does not
 * publish throws, and so does a `source` that no event may have.
 */
export function eventsTo(transport: Transport, options: EventsOptions): Connection {
  const { name, capabilities } = transport
  if (!capabilities.publishes) throw new Error(`the transport "${name}" does not publish events`)
  const { id, source } = options
  if (source !== undefined && !CanonicalEvent.shape.source.safeParse(source).success) {
    throw new Error(`"${source}" is no source of events: give two names, as in "/acme/orders"`)
  }
  return {
    id,
    system: 'events',
    account: id,
    apiVersion: String(CONTRACT_MAJOR),
    resources: {},
    blind: true,
    open: ({ env }) => connectorOf({ ...options, transport, env }),
  }
}

interface Telling extends EventsOptions, TransportPorts {
  readonly transport: Transport
}

function connectorOf(telling: Telling): Connector {
  const { transport, limits = { concurrency: 8, perSecond: 1_000 } } = telling
  return {
    capabilities: {
      idempotencyKeys: false,
      compareAndSet: false,
      bulk: transport.capabilities.maxBatch,
      readAfterWriteMs: 0,
    },
    limits,
    read: async () => ok([]),
    push: (intents) => push(intents, telling),
    verify: async (intents) => intents.map(() => ({ kind: 'not-applied' })),
    classify: (problem) => ({
      kind: 'handler.bug',
      message: `the transport "${transport.name}" threw ${nameOf(problem)}: this is its bug`,
    }),
  }
}

async function push(
  intents: readonly Intent[],
  { transport, env, id, source, mode = 'structured' }: Telling,
): Promise<readonly PushOutcome[]> {
  const opened = await transport.open({ env })
  if (opened.isErr()) {
    const failure = unopened(opened.error)
    return intents.map(() => ({ kind: 'failed', failure }))
  }
  const events = intents.map((intent) => eventOfIntent(intent, source))
  const published = await transport.publish(events.map((event) => eventEnvelope(event, mode)))
  return intents.map((intent, index) => {
    const version = events[index]?.id ?? ''
    return outcomeOf(published[index], { intent, account: id, version })
  })
}

// one name per entity, however often it is told: the event itself is a version of it
function outcomeOf(
  published: Published | undefined,
  { intent, account, version }: { intent: Intent; account: string; version: string },
): PushOutcome {
  const { entity, source } = intent
  const ref = { system: 'events', account, kind: contractName(entity), id: refKey(source) }
  switch (published?.kind) {
    case 'accepted':
      return { kind: 'confirmed', ref, version }
    case 'duplicate':
      return { kind: 'no-op', ref }
    case 'rejected':
      return { kind: 'failed', failure: published.failure }
    case 'unknown':
      return { kind: 'unknown', message: published.message }
    default:
      return { kind: 'unknown', message: 'the transport did not say what became of it' }
  }
}

// what a person must set right pauses the connection, and uses up no attempts
function unopened({ kind, message }: TransportFailure): Failure {
  const isForPeople = kind === 'refused' || kind === 'misconfigured'
  return { kind: isForPeople ? 'auth.revoked' : 'transient.definite', message }
}

function nameOf(problem: unknown): string {
  return problem instanceof Error ? problem.name : 'something that is no error'
}
