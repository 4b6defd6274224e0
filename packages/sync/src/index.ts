export { refKey } from '@canonry/model'
export type { Connection, Credentials, Env, OwnerRole } from '@canonry/pack'
export type { Addition, NotAdded, SumChange } from './add/add.js'
export {
  type AuditEntry,
  actEntry,
  effectStepEntry,
  entityEntry,
  entryLeaf,
  factEntry,
  storedEffectEntry,
  storedEntityEntry,
  storedFactEntry,
} from './audit/audit-entry.js'
export type { AuditLog, AuditRange } from './audit/audit-log.js'
export type { AuditProblem, AuditReport } from './audit/audit-report.js'
export { type AuditRow, auditRow, rowKeyOf } from './audit/audit-row.js'
export { EMPTY_TREE, growTree, type TreeNode, type TreeState } from './audit/tree.js'
export {
  type AuditHead,
  type InclusionProof,
  verifyConsistency,
  verifyInclusion,
} from './audit/verify-proofs.js'
export { type Keyring, keyring, type RingKey } from './bodies/keyring.js'
export { sealedStore } from './bodies/sealed-store.js'
export type { Approval } from './bootstrap/approve.js'
export type { Bootstrap } from './bootstrap/bootstrap.js'
export type { BootstrapPlan, Proposal, ProposedWrite } from './bootstrap/plan.js'
export type { Consumed, ConsumeOptions, Consuming } from './consume/consume-options.js'
export { durationMs } from './duration.js'
export { CLASSES, shareTurns } from './effects/class-share.js'
export {
  admitted,
  type ConnectionGate,
  type ConnectionLoad,
  drawn,
  type GateEvent,
  isPaused,
  learned,
  OPEN_GATE,
} from './effects/connection-gate.js'
export {
  type Dependency,
  type Effect,
  type EffectClass,
  type EffectRow,
  type EffectState,
  END_STATES,
  HELD_STATES,
  LEASABLE_STATES,
  laneOf,
  lanePartsOf,
  PARKED_STATES,
  UNSENT_STATES,
} from './effects/effect.js'
export { instantOf } from './effects/effect-notes.js'
export { cancel, type EffectOptions, type EffectPlan, upsert } from './effects/effect-plan.js'
export { rowOf } from './effects/effect-step.js'
export { familyOf } from './effects/family.js'
export { type SlaEvent, type SlaMark, type SlaStep, slaAt, slaStep } from './effects/sla.js'
export { type EffectStep, nextState } from './effects/transition.js'
export type { Erasure } from './erase/erase.js'
export {
  type Exception,
  type ExceptionDraft,
  type ExceptionSubject,
  type FieldError,
  openException,
  type Resolution,
  repeatException,
  resolveException,
} from './exception.js'
export type { FileReport, IngestFile } from './files/ingest-file.js'
export { fitting } from './fitting.js'
export {
  type Change,
  defineFlow,
  type Flow,
  type FlowDefinition,
  type FlowSubject,
  type SubjectName,
} from './flow.js'
export { dedupeKeysOf } from './journal/dedupe-keys.js'
export type { Fact, NewFact } from './journal/fact.js'
export {
  isWanted,
  type JournalFilter,
  type JournalPage,
  type JournalQuestion,
} from './journal/journal-page.js'
export { SHARD_COUNT, shardOf, shardsInTurn } from './journal/shard.js'
export { memoryStore } from './memory-store/memory-store.js'
export type { OutboxDatabase, OutboxDialect } from './outbox/database.js'
export { createOutboxTable } from './outbox/outbox-table.js'
export type { Outbox, Staged } from './outbox/stage.js'
export type { OwnershipRules } from './ownership-rules.js'
export type { Act, ActKind, By } from './people/act.js'
export type { NotDone } from './people/act-on-lane.js'
export {
  type ExceptionFilter,
  type ExceptionQuestion,
  FILTERED,
  isMeant,
} from './people/exception-filter.js'
export type { Handled } from './people/handle-exceptions.js'
export type { SyncEvents } from './people/listeners.js'
export type { Pause, PausedConnection } from './people/pause.js'
export type { PauseRequest } from './people/pause-connection.js'
export { pausedIn } from './people/paused-connections.js'
export type { Queue, Queues } from './people/queues.js'
export type { IngestDocument, Ingested, Refusal } from './receive/ingest.js'
export type { ReconcileOptions, ReconcileRules } from './reconcile/pull-rules.js'
export { type RecordedDocument, type RecordPlan, record } from './record-plan.js'
export type { RecordedFinding } from './recorded-finding.js'
export type { DecidedAgain } from './replay/decide-on-sums.js'
export type {
  ReplayChange,
  ReplayEffect,
  ReplayExpired,
  ReplayPreview,
} from './replay/preview.js'
export type { ReplayedFacts, ReplayFailure } from './replay/rehearse.js'
export type { ReplayApply, Replayed, ReplayPlan } from './replay/replay.js'
export type { ReplayRange } from './replay/replay-range.js'
export type { RetentionRules } from './retention.js'
export type { BodyLabel, Unreadable } from './store/body-label.js'
export type { ConnectionRow, Pull } from './store/connection-row.js'
export { emptyCommit } from './store/empty-commit.js'
export { type Expiry, type Place, readBefore, subjectsOf } from './store/expiry.js'
export type { KnownEntity } from './store/known-entities.js'
export type { KnownSums } from './store/known-sums.js'
export {
  type Holder,
  type LinkNames,
  type LinkPlace,
  linkNames,
  placeOfLink,
} from './store/link-names.js'
export { type PrefixRange, prefixRanges } from './store/prefixes.js'
export {
  type Backlog,
  type Queries,
  type QueryName,
  type QueueRow,
  type QueueState,
  standingOf,
} from './store/queries.js'
export { revisedIn, revisingOf } from './store/revised.js'
export {
  type EntityRow,
  type EntityState,
  IN_TIME,
  type Link,
  type PendingRead,
  type SourceRow,
} from './store/rows.js'
export type {
  Completed,
  Lease,
  Maintain,
  Maintained,
  OpenOptions,
  ReadFacts,
  Store,
  StoreCapabilities,
  TenantStore,
  WorkerShare,
} from './store/store.js'
export { changed, outrun, type StoreFailure } from './store/store-failure.js'
export {
  ABANDONED_AT_ONCE,
  DEDUPE_MS,
  DROPPED_AT_ONCE,
  FAMILY_SHOWN,
  JOURNAL_BYTES,
  SLA_AT_ONCE,
  WORKER_AHEAD_MS,
  WORKER_GONE_MS,
  WORKER_SILENCE_MS,
} from './store/store-limits.js'
export { isOwn } from './store/worker-share.js'
export type {
  Append,
  Appended,
  Commit,
  Completion,
  Counts,
  EffectWrite,
  EndedRead,
  EntityWrite,
  EraseWrite,
  ExceptionWrite,
  FactSubjects,
  FindingWrite,
  Notes,
  PullWrite,
} from './store/writes.js'
export { createSync } from './sync.js'
export type { Sync, Worker } from './sync-api.js'
export type { SyncOptions } from './sync-options.js'
export type {
  EffectEventKind,
  EffectTimes,
  TimelineEntry,
  TimelineEvent,
} from './timeline-entry.js'
export type { EventMode } from './transport/event-envelope.js'
export { type EventsOptions, eventsTo } from './transport/events-to.js'
export type {
  Acknowledged,
  Acknowledgement,
  Delivery,
  Envelope,
  Published,
  PullMessages,
  Transport,
  TransportCapabilities,
  TransportEnv,
  TransportFailure,
  TransportPorts,
} from './transport/transport.js'
