import type { Ref } from '@canonry/model'
import type { Result } from 'neverthrow'
import type { Addition, NotAdded, SumChange } from './add/add.js'
import type { AuditLog } from './audit/audit-log.js'
import type { Approval } from './bootstrap/approve.js'
import type { Bootstrap } from './bootstrap/bootstrap.js'
import type { Proposal } from './bootstrap/plan.js'
import type { ConsumeOptions, Consuming } from './consume/consume-options.js'
import type { Erasure } from './erase/erase.js'
import type { Exception } from './exception.js'
import type { FileReport, IngestFile } from './files/ingest-file.js'
import type { Flow } from './flow.js'
import type { OutboxDatabase, OutboxDialect } from './outbox/database.js'
import type { Outbox } from './outbox/stage.js'
import type { Act, By } from './people/act.js'
import type { ExceptionFilter, ExceptionQuestion } from './people/exception-filter.js'
import type { Handled } from './people/handle-exceptions.js'
import type { SyncEvents } from './people/listeners.js'
import type { PausedConnection } from './people/pause.js'
import type { PauseRequest } from './people/pause-connection.js'
import type { Queues } from './people/queues.js'
import type { IngestDocument, Ingested } from './receive/ingest.js'
import type { RecordedFinding } from './recorded-finding.js'
import type { DecidedAgain } from './replay/decide-on-sums.js'
import type { ReplayPreview } from './replay/preview.js'
import type { ReplayApply, Replayed, ReplayPlan } from './replay/replay.js'
import type { KnownEntity } from './store/known-entities.js'
import type { KnownSums } from './store/known-sums.js'
import type { Backlog } from './store/queries.js'
import type { StoreFailure } from './store/store-failure.js'
import type { TimelineEntry } from './timeline-entry.js'
import type { Transport } from './transport/transport.js'

/** A running worker; `await using` stops it at the end of the block. */
export interface Worker extends AsyncDisposable {
  /** Takes nothing new, lets calls under way end, and gives the store back. */
  stop(): Promise<void>
  /**
   * Resolves once it works no more: with nothing after `stop`, with the reason when it lost the store,
   * to another worker or since it was closed. Nothing accepted is lost; stop it, and start another.
   */
  readonly ended: Promise<StoreFailure | undefined>
}

/** Everything a service does with its connections: hears, works, and explains. */
export interface Sync {
  /**
   * Answers a webhook of a connection.
   *
   * 200 only after what was heard is durable, 503 with Retry-After only when the journal cannot
   * take it or the signing secrets cannot be had, 401 without a word for a signature that does not
   * hold, 413 for more than 64 MiB, 415 for a body that is packed (`content-encoding`).
   */
  receive(connection: string, request: Request): Promise<Response>
  /**
   * Journals documents that are at hand already, such as a queue's messages or an import's records.
   *
   * One answer per document, in order, after all that was taken is durable: one that is refused
   * stops no other. Rejects, with nothing taken, when the journal cannot take them.
   */
  ingest(connection: string, documents: readonly IngestDocument[]): Promise<readonly Ingested[]>
  /**
   * Adds documents to sums of a ledger of ours (a resource with `adds`) at once, all of them or none,
   * and answers when that is durable: what is free is looked at and taken in one step.
   *
   * `admit` judges the sums as they would be, and says why nothing is added; it is asked again where
   * somebody else changed one of them meanwhile. Flows decide on the changes as on any other.
   * Rejects where the store fails; throws where the connection adds nothing up.
   */
  add(connection: string, addition: Addition): Promise<Result<readonly SumChange[], NotAdded>>
  /**
   * Journals the records of a file while it streams, however long it is, and then a manifest.
   *
   * A record is taken once, so a file that is taken again, whole or after a crash, adds only what is
   * missing. Records that cannot be taken are one exception that names their lines; the others are
   * taken. Corrected, they are a file of their own: what stands behind a line that changes counts as
   * another record. Rejects when the stream or the journal breaks: what was taken until then stays.
   */
  ingestFile(connection: string, file: IngestFile): Promise<FileReport>
  /**
   * Journals what a transport brings, and acknowledges each message only after that is durable.
   *
   * Of a key nothing is acknowledged before what came earlier. A journal or a broker that is away is
   * waited for. A message that cannot be taken is an exception, is parked where there is a `park`,
   * and is then rejected, so that it blocks nothing.
   */
  consume(transport: Transport, options: ConsumeOptions): Consuming
  /**
   * An outbox in a transaction of the user's own database: what is put into it is journaled if the
   * transaction commits, exactly once and in its order, by a worker whose `outbox` is that database.
   *
   * Takes pg, postgres.js, Kysely, Drizzle, Prisma, node:sqlite, better-sqlite3 and libsql.
   */
  outbox(transaction: OutboxDatabase, dialect?: OutboxDialect): Outbox
  /** Starts working on what was heard; rejects when another process works on the store. */
  start(): Promise<Worker>
  /** All that happened to the entity that has this ref, oldest first. */
  timeline(ref: Ref): Promise<readonly TimelineEntry[]>
  /**
   * Problems that a person must see, oldest first: at most `limit` (default 1,000), behind the one
   * with the id `after`.
   */
  exceptions(question?: ExceptionQuestion): Promise<readonly Exception[]>
  /**
   * Lets what stands still go on: open exceptions that match, one after the other, at most `limit`
   * (default 1,000).
   *
   * A refused effect is promised again as a new row that revises it, with a corrected body where a
   * `fix` is given, which must be a sound entity. What waits is due at once. A fact is read again
   * with the mappings and flows of today. Answers what became of each.
   */
  resume(
    filter: ExceptionFilter,
    by: By & { readonly fix?: unknown; readonly limit?: number },
  ): Promise<readonly Handled[]>
  /**
   * Tries again what gave up (`dead`): its last call may have been applied, so it is read back, and
   * sent only if it was not.
   */
  redrive(
    filter: ExceptionFilter,
    by: By & { readonly limit?: number },
  ): Promise<readonly Handled[]>
  /** Gives up what stands still, for a written reason; what waits behind it goes on. */
  dismiss(
    filter: ExceptionFilter,
    by: By & { readonly limit?: number },
  ): Promise<readonly Handled[]>
  /**
   * Lets a connection rest: nothing is sent, verified or read, and no attempt is used; what it tells
   * is still journaled and decided on. Holds over restarts.
   */
  pause(connection: string, request: PauseRequest): Promise<void>
  /**
   * Reads a range of the journal again with the mappings and flows of today, on a fork of what is
   * stored, and shows what would change: entities, effects, every place before and after.
   *
   * Nothing is written. Facts that are older than what is known change nothing; flows decide again
   * on what is current. What has expired cannot be read: `expired` counts it, and says from when on
   * everything is there. Throws when more than 10,000 entities would change.
   */
  replay(plan: ReplayPlan): Promise<ReplayPreview>
  /** Does exactly what a preview showed, in one transaction, or nothing and shows the new preview. */
  replay(apply: ReplayApply): Promise<Replayed>
  /**
   * Lets flows of this sync decide again on every sum of the ledgers that they follow, as it is now:
   * for what they depend on beside it has changed, such as how much stock is kept back.
   *
   * A flow is shown each as new; what was promised already is not promised again, and nothing is
   * recorded. Works off pages of a hundred while workers go on, and answers when all are done; ended in
   * between, what was decided stays, and it may be asked again. Rejects where a flow or the store
   * fails, and for flows that follow documents, which are replayed.
   */
  decideAgain(flows: readonly Flow[], by: By): Promise<DecidedAgain>
  /** Ends a pause. */
  unpause(connection: string, by: By): Promise<void>
  /** What people did, oldest first: at most `limit` (default 1,000), behind the act `after`. */
  acts(page?: { readonly after?: string; readonly limit?: number }): Promise<readonly Act[]>
  /**
   * Where a connection stands that begins with a plan; once the plan is whole, the plan. That of a ledger
   * is whole when all is in it that others have that begin with a plan.
   */
  bootstrap(connection: string): Promise<Bootstrap>
  /**
   * What a connection's plan would write, and what each write says by now, in the order in which they
   * were planned: at most `limit` (default 1,000), behind the write with the key `after`.
   */
  proposals(
    connection: string,
    page?: { readonly after?: string; readonly limit?: number },
  ): Promise<readonly Proposal[]>
  /**
   * Approves a connection's plan by its hash: the connection is live, and exactly the writes of that
   * plan are released, unless one of them has changed since. By its scope, they are released as they
   * are by now. What was planned after it follows as any change of a live connection does.
   */
  approve(connection: string, hash: string, by: By): Promise<Approval>
  /**
   * Erases the bodies of the entity that has this ref, with all that its sources said and the facts
   * that said it, and everything that belongs to it: of a customer its orders, of an order its
   * refunds, returns, shipments and payments. What could not be read is erased as well.
   *
   * Rows, hashes and the timeline stay, who erased and why among them. What was not sent is
   * cancelled; what is about calls under way stays until it is erased again (`pending`). So does what was
   * not read yet (`unread`). What comes later is taken as ever.
   */
  erase(ref: Ref, by: By): Promise<Erasure>
  /**
   * The entities that have one of these names, as they are known now: of an order, a customer, a stock
   * position. A name that nothing was heard of has none; one name may name entities of several kinds.
   */
  entities(refs: readonly Ref[]): Promise<readonly KnownEntity[]>
  /**
   * The sums of a ledger as they are known now, such as all positions of stock, in the order of their
   * keys: at most `limit` (default 1,000), behind the one that `after` names; with `below` those alone
   * whose id in the ledger begins so (`store-12/`). Throws where the connection adds nothing up.
   */
  sums(connection: string, page?: KnownSums): Promise<readonly KnownEntity[]>
  /** Disagreements that stand now. */
  findings(): Promise<readonly RecordedFinding[]>
  /** How often what happened, since the store exists: `facts.received`, `effects.confirmed`, …. */
  counters(): Promise<Readonly<Record<string, number>>>
  /**
   * What is not done yet; all zero means idle with nothing left for a person to do. `paused` names
   * the connections that a person has paused, if there are any.
   */
  backlog(): Promise<Backlog & { readonly paused?: readonly PausedConnection[] }>
  /** The log that proves what happened; empty unless the sync was made with `audit: true`. */
  readonly audit: AuditLog
  /** How much waits where and for how long, by connection and class; cheap, whatever has ended. */
  queues(): Promise<Queues>
  /**
   * Listens to what the worker of this sync tells, within seconds: an effect that is not done is
   * told once when most of its time is over and once when it is late.
   *
   * What is told is on the timeline and counted before; a process that dies in between does not tell
   * it again. A listener that throws, or whose promise is broken, is counted (`listeners.failed`).
   * Answers how to stop listening.
   */
  on<Name extends keyof SyncEvents>(
    name: Name,
    listener: (event: SyncEvents[Name]) => void,
  ): () => void
  /** Stops every worker that was started here, and closes the store. */
  close(): Promise<void>
}
