import type { Job } from './job.js'
import type { Ledger } from './ledger.js'
import type { Place } from './place.js'

/** Takes one job; what it throws is a failed attempt. */
export type Handle = (key: string, version: number) => void | Promise<void>

/** Whether the outside system has a version of a key: what reads back before it calls again may ask. */
export type Look = (key: string, version: number) => boolean

/** After how long a job whose worker is silent goes to another one, where that can be set. */
export const LEASE_SECONDS = 10

/** What a workload asks of a queue beyond handing every job over once. */
export interface Wants {
  /** The jobs of a key come one at a time, in the order in which they were given. */
  readonly ordered?: boolean
  /** How often a job is handed over at most; default 1. Whoever fails is tried again a second later. */
  readonly attempts?: number
  /** A job that is given twice is handed over once, even if it was done in between. */
  readonly unique?: boolean
  /** Of the jobs of a key that wait, only the newest matters. */
  readonly newest?: boolean
  /** Every version of a key is a call of its own, whatever came after it. */
  readonly each?: boolean
  /** Each job goes to so many targets, each a job of its own. */
  readonly targets?: number
  /** A job is to be handed over soon, rather than many jobs at little cost. */
  readonly prompt?: boolean
  /** The handler calls an outside system, so its failures are those of a call. */
  readonly calls?: boolean
  /**
   * Jobs take long, and whoever works on them may die or stand still: each is written down as done by
   * itself, and goes to another worker after `LEASE_SECONDS`, where that can be set.
   */
  readonly slow?: boolean
  /** The name of the place at which this process works, the same for all that come to it in turn. */
  readonly worker?: string
}

/** One of the systems that are compared. */
export interface Peer {
  /** As it is printed. */
  readonly name: string
  /** The package whose version is printed. */
  readonly package: string
  /** Where it keeps its jobs. */
  readonly on: 'postgres' | 'redis'
  /** It runs on servers that are started for it, whatever the workload. */
  readonly onOwnServers?: boolean
  /** Workloads in whose tables it has no row, since one of the same name stands there. */
  readonly absent?: readonly string[]
  /** It promises no order by key, so none is judged where a workload is about something else. */
  readonly isUnordered?: boolean
  /** Its share of a workload's jobs: what is slow by design gets fewer, or a run takes hours. */
  readonly share: number
  /** Workloads that it cannot do, by their names: why, and where that stands. */
  readonly cannot: Readonly<Record<string, string>>
  /** Makes what it needs in a place that has nothing yet, and answers a queue. */
  open(place: Place, wants: Wants): Promise<PeerQueue>
}

/** A queue of a system that is compared. */
export interface PeerQueue extends AsyncDisposable {
  /** Whether every job is handed over, or of those of a key that wait the newest alone. */
  readonly rule: 'each' | 'newest'
  /** The handler is a pure rule that may be run again before anything is written, and cannot wait. */
  readonly isPure?: boolean
  /** What was committed, where the handler alone does not show it: a job's version, once each. */
  readonly commits?: Ledger
  /** Resolves when all jobs are as durable as the server makes them; in one call, where there is one. */
  ingest(jobs: readonly Job[]): Promise<void>
  /** The same for jobs that are not due before tomorrow, or wait for something that does not come. */
  ingestLater(jobs: readonly Job[]): Promise<void>
  /** Starts to hand jobs over; `look` is for those who read back. */
  work(handle: Handle, look?: Look): Promise<PeerWorker>
}

/** Hands jobs over until it is stopped. */
export interface PeerWorker {
  /** Resolves when what was handed over is also written down as done. */
  settled(): Promise<void>
  stop(): Promise<void>
}
