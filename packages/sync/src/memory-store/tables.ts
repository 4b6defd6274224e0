import type { Ref } from '@canonry/model'
import type { AuditEntry } from '../audit/audit-entry.js'
import type { TreeState } from '../audit/tree.js'
import type { ConnectionGate } from '../effects/connection-gate.js'
import { type Effect, laneOf } from '../effects/effect.js'
import type { SlaMark } from '../effects/sla.js'
import type { Exception } from '../exception.js'
import type { Fact } from '../journal/fact.js'
import type { Act } from '../people/act.js'
import type { RecordedFinding } from '../recorded-finding.js'
import type { ConnectionRow } from '../store/connection-row.js'
import type { Place } from '../store/expiry.js'
import type { EntityRow, Link, PendingRead, SourceRow } from '../store/rows.js'
import type { TimelineEntry } from '../timeline-entry.js'
import { createHeap, type Heap } from './heap.js'
import { createSchedule, type Schedule } from './schedule.js'

/** An effect as it lies in memory: `epoch` is that of the worker that leased it last. */
export interface StoredEffect {
  readonly effect: Effect
  readonly epoch: number
}

/** The audit log of a tenant: nodes by level. */
export interface AuditTables {
  readonly entries: AuditEntry[]
  readonly nodes: string[][]
  tree: TreeState
}

/** What was told. */
export interface Timeline {
  /** How often, so far. */
  told: number
  /** By canonical id, each with its place among all that was told. */
  readonly of: Map<string, { readonly place: number; readonly entry: TimelineEntry }[]>
}

/** A worker that may work on the store. */
export interface WorkerClaim {
  readonly worker: string
  readonly beatAt: number
  readonly leaving?: true
}

/** The effects of an entity. */
export interface Promised {
  /** Their keys, oldest first; not those of old ones that are never shown. */
  readonly keys: string[]
  /** From how many keys on it is looked for some that are never shown. */
  readonly most: number
}

/** Everything that one tenant has, in insertion order where order matters. */
export interface Tables {
  readonly facts: Map<number, Fact[]>
  readonly cursors: Map<number, number>
  /** Places of facts in the journal by what they are about. */
  readonly about: Map<string, Set<string>>
  /** What facts are about by their places. */
  readonly subjects: Map<string, Set<string>>
  /** Places of facts whose bodies were erased. */
  readonly erased: Set<string>
  /** How many sources say last what stands at a place of the journal. */
  readonly lastWords: Map<string, number>
  readonly dedupe: Map<string, { readonly hash: string; readonly at: number }>
  /** By canonical id, then by connection and key. */
  readonly sources: Map<string, Map<string, SourceRow>>
  readonly entities: Map<string, EntityRow>
  /** By name (`linkNames`); a ref may name entities of several kinds. */
  readonly links: Map<string, Link[]>
  /** By canonical id, with the names that they are kept under. */
  readonly names: Map<string, { readonly name: string; readonly ref: Ref }[]>
  readonly effects: Map<string, StoredEffect>
  /** By canonical id. */
  readonly promised: Map<string, Promised>
  /** Keys of the open effects of each lane, oldest first; lanes without any are absent. */
  readonly lanes: Map<string, string[]>
  /** Keys of effects that started waiting for a ref, some of which may no longer. */
  readonly waiting: Map<string, string[]>
  readonly schedule: Schedule
  readonly findings: Map<string, RecordedFinding>
  /** Keys of findings by canonical id; some may be cleared. */
  readonly found: Map<string, Set<string>>
  readonly timeline: Timeline
  readonly exceptions: Map<string, Exception>
  /** Ids of the open exceptions by fingerprint. */
  readonly open: Map<string, string>
  readonly counters: Map<string, number>
  readonly reads: Map<string, PendingRead>
  readonly gates: Map<string, ConnectionGate>
  readonly acts: Act[]
  /** Absent until the tenant is opened with an audit log. */
  audit: AuditTables | undefined
  readonly connections: Map<string, ConnectionRow>
  /** Source keys that a pull under way has seen, by connection. */
  readonly seen: Map<string, Set<string>>
  /** When the SLA of an effect is to be looked at; of the same moment, in the order of `fence`. */
  readonly slaTimers: Heap<{ readonly key: string; readonly at: number; readonly fence: number }>
  readonly slaMarks: Map<string, SlaMark>
  /** By epoch; where one works at a time there is at most one. */
  readonly workers: Map<number, WorkerClaim>
  readonly manyWorkers: boolean
  epoch: number
  fence: number
  /** The fact, and the effect by its key, at which the last beat that let bodies expire stopped. */
  readonly swept: { fact: Place; effect: string }
}

/** The tables of a tenant that has nothing yet. */
export function emptyTables({ manyWorkers = false } = {}): Tables {
  const effects: Tables['effects'] = new Map()
  const lanes: Tables['lanes'] = new Map()
  const isNext = (effect: Effect) =>
    effects.get(effect.key)?.effect === effect && lanes.get(laneOf(effect))?.[0] === effect.key
  return {
    facts: new Map(),
    cursors: new Map(),
    about: new Map(),
    subjects: new Map(),
    erased: new Set(),
    lastWords: new Map(),
    dedupe: new Map(),
    sources: new Map(),
    entities: new Map(),
    links: new Map(),
    names: new Map(),
    effects,
    promised: new Map(),
    lanes,
    schedule: createSchedule(isNext),
    waiting: new Map(),
    findings: new Map(),
    found: new Map(),
    timeline: { told: 0, of: new Map() },
    exceptions: new Map(),
    open: new Map(),
    counters: new Map(),
    reads: new Map(),
    gates: new Map(),
    acts: [],
    audit: undefined,
    connections: new Map(),
    seen: new Map(),
    slaTimers: createHeap((a, b) => (a.at === b.at ? a.fence < b.fence : a.at < b.at)),
    slaMarks: new Map(),
    workers: new Map(),
    manyWorkers,
    epoch: 0,
    fence: 0,
    swept: { fact: { shard: 0, seq: 0 }, effect: '' },
  }
}

/** The list under a key, made when there is none. */
export function listOf<Key, Value>(map: Map<Key, Value[]>, key: Key): Value[] {
  const known = map.get(key) ?? []
  map.set(key, known)
  return known
}

/** The key of a source row. */
export function sourceRowKey({ connection, key }: SourceRow): string {
  return JSON.stringify([connection, key])
}

/** Names a place in the journal. */
export function placeKey({ shard, seq }: Place): string {
  return `${shard}/${seq}`
}

/** What stands under a name, among entities of one kind. */
export function heldUnder({ links }: Tables, { entity, name }: { entity: string; name: string }) {
  return links.get(name)?.find((link) => link.entity === entity)
}
