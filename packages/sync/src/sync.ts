import type { Ref } from '@canonry/model'
import { type Connection, canonicalUpcasts, type Env, systemEnv } from '@canonry/pack'
import { addingOf } from './add/add.js'
import { auditLogOf } from './audit/audit-log.js'
import { labelled } from './bodies/labelled.js'
import { approve } from './bootstrap/approve.js'
import { bootstrapOf } from './bootstrap/bootstrap.js'
import { proposalsOf } from './bootstrap/proposals.js'
import { checkConnector } from './check-connector.js'
import { checkOptions } from './check-options.js'
import { consume } from './consume/consume.js'
import type { OpenConnection } from './effects/calling/dispatching.js'
import { knownCredentials } from './effects/calling/known-credentials.js'
import { erase } from './erase/erase.js'
import { type Filing, ingestFile } from './files/ingest-file.js'
import { createJournal } from './journal/group-commit.js'
import { nameOfRef } from './name-of-ref.js'
import { connectOutbox } from './outbox/connect.js'
import { createRelay } from './outbox/relay.js'
import { outboxIn, type Staging } from './outbox/stage.js'
import { createListeners } from './people/listeners.js'
import type { People } from './people/people.js'
import { createTakeUp } from './people/take-up.js'
import { verbsOf } from './people/verbs.js'
import { connectionOf, ingest } from './receive/ingest.js'
import { type Receiving, receive } from './receive/receive.js'
import { signingSecrets } from './receive/signing-secrets.js'
import { answered } from './store/answered.js'
import { knownEntities } from './store/known-entities.js'
import { knownSums } from './store/known-sums.js'
import type { TenantStore } from './store/store.js'
import type { Sync } from './sync-api.js'
import type { SyncOptions } from './sync-options.js'
import { createTally, type Tally } from './tally.js'
import { createCrew } from './worker/crew.js'
import { createPulse } from './worker/pulse.js'
import { storeClock } from './worker/store-clock.js'
import { createTenure } from './worker/tenure.js'
import { workerCode } from './worker/worker-code.js'
import type { Given } from './worker/working.js'

/**
 * Ties connections, flows and a store together: what a service talks to.
 *
 * Opens no network and does no work before `start`; options that contradict each other throw. Any
 * number of processes may `receive` on one durable store, while one works, or several where the store
 * lets them (`capabilities.manyWorkers`).
 */
export function createSync(options: SyncOptions): Sync {
  checkOptions(options)
  const { credentials, ownership = {}, reconcile = {}, bootstrap = [] } = options
  const connections = new Map(options.connections.map((each) => [each.id, each]))
  const given = options.env ?? systemEnv()
  const pulse = createPulse(given)
  const store = openStore(options, { connections, heard: () => pulse.beat() })
  const { env, setClock } = clockOf(options, { given, store })
  const tally = createTally(env, store)
  const heard = () => pulse.beat()
  const receiving = {
    env,
    store,
    secrets: signingSecrets({ env, store, credentials }),
    journal: createJournal(env, store),
    connections,
    heard: () => pulse.beat(['facts']),
    count: tally.add,
  }
  const { tell, on } = createListeners(tally.add)
  const deciding = decidingOf(options, { ownership, connections })
  const people = { env, store, deciding, heard }
  const planned = bootstrap.map(({ id }) => id)
  const crew = createCrew()

  return {
    ...entrancesOf({ ...receiving, tenant: options.tenant }),
    start: async () => {
      const opened = openAll(options, env)
      const given = { env, store, ...opened, deciding, reconcile, pulse, tell, setClock, ...tally }
      const chosen = { ...chosenBy(options, given), bootstrap: planned }
      const start = async () => (await workerCode()).startWorker({ ...given, ...chosen })
      return crew.join(start())
    },
    add: addingOf(people),
    ...verbsOf(people),
    ...answersOf(people, tally),
    on,
    ...milestonesOf(people, planned),
    close: async () => {
      await crew.stop()
      await tally.flush()
      await answered(options.store.close())
    },
  }
}

// what happens to a connection, or to a customer's data, once
function milestonesOf(
  people: People,
  planned: readonly string[],
): Pick<Sync, 'bootstrap' | 'proposals' | 'approve' | 'erase'> {
  const { env, store, deciding } = people
  const named = (id: string) => connectionOf(deciding.connections, id)
  return {
    bootstrap: async (id) => bootstrapOf(store, { connection: named(id), planned, now: env.now() }),
    proposals: async (id, page) => proposalsOf(store, { connection: named(id).id, ...page }),
    approve: async (id, hash, by) => approve(people, { connection: named(id), planned, hash, by }),
    erase: (ref, by) => erase(people, { ref, by }),
  }
}

// what a worker takes from the options
function chosenBy(
  { tenant, store: { capabilities }, outbox, upcasts, retention = {} }: SyncOptions,
  { env, store, deciding, pulse }: Pick<Given, 'env' | 'store' | 'deciding' | 'pulse'>,
): Pick<Given, 'relay' | 'takeUp' | 'retention' | 'silenceMs'> {
  const { silenceMs } = capabilities
  const heard = () => pulse.beat()
  const takeUp = createTakeUp({ env, store, deciding, heard }, upcasts)
  if (!outbox) return { takeUp, retention, silenceMs }
  const sql = connectOutbox(outbox.database, outbox.dialect)
  return { takeUp, retention, silenceMs, relay: createRelay({ env, store, tenant, sql, heard }) }
}

function entrancesOf(
  filing: Receiving & Filing & Staging,
): Pick<Sync, 'receive' | 'ingest' | 'ingestFile' | 'consume' | 'outbox'> {
  return {
    outbox: (database, dialect) => outboxIn(filing, { database, dialect }),
    receive: (connection, request) => receive(filing, { connection, request }),
    ingest: (connection, documents) => ingest(filing, { connection, documents }),
    ingestFile: (connection, file) => ingestFile(filing, { connection, file }),
    consume: (transport, options) => consume(filing, { transport, options }),
  }
}

type Answers = Pick<Sync, 'entities' | 'sums' | 'timeline' | 'findings' | 'counters' | 'audit'>

function answersOf({ store, deciding }: People, tally: Tally): Answers {
  return {
    timeline: async (ref: Ref) => {
      const entries = await answered(store.query({ kind: 'timeline', ref: nameOfRef(ref) }))
      // what was heard is written down when it is worked on; it belongs where it was heard
      return [...entries].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
    },
    entities: (refs) => knownEntities(store, refs),
    sums: async (id, page = {}) => knownSums(store, connectionOf(deciding.connections, id), page),
    audit: auditLogOf(store),
    findings: () => answered(store.query({ kind: 'findings' })),
    counters: async () => tally.onTopOf(await answered(store.query({ kind: 'counters' }))),
  }
}

function openStore(
  { store, tenant, audit, upcasts = canonicalUpcasts }: SyncOptions,
  { connections, heard }: { connections: ReadonlyMap<string, Connection>; heard: () => void },
): TenantStore {
  const opened = store.open(tenant, { heard, ...(audit !== undefined && { audit }) })
  return labelled(opened, { connections, upcasts })
}

// an environment that was given has a time of its own, and may be a fast or a simulated one
function clockOf(
  options: SyncOptions,
  { given, store }: { given: Env; store: TenantStore },
): { env: Env; setClock: () => Promise<void> } {
  if (options.env) return { env: given, setClock: async () => undefined }
  const { env, set } = storeClock(given, store)
  return { env, setClock: set }
}

function decidingOf<Known>({ flows, sla }: SyncOptions, known: Known) {
  return { flows: flows.flat(), ...(sla && { warnShare: sla.warnAt }), ...known }
}

// connectors send what the tenure of their worker lets them
function openAll(
  { connections, credentials, store: { capabilities } }: SyncOptions,
  env: Env,
): Pick<Given, 'open' | 'tenure'> {
  const tenure = createTenure(env, capabilities.silenceMs)
  const ports = { env: tenure.env, credentials: knownCredentials(credentials) }
  const open = new Map(
    connections.map((connection): [string, OpenConnection] => {
      const connector = connection.open(ports)
      checkConnector(connection.id, connector)
      return [connection.id, { connection, connector }]
    }),
  )
  return { open, tenure }
}
