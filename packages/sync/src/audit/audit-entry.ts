import { refKey } from '@canonry/model'
import type { Effect, EffectRow } from '../effects/effect.js'
import type { Fact } from '../journal/fact.js'
import type { Act } from '../people/act.js'
import { contentHash } from '../pipeline/content-hash.js'
import { sha256 } from '../sha256.js'
import type { EntityRow } from '../store/rows.js'
import { leafHash } from './tree-hash.js'

/**
 * One leaf of the audit log: what happened to which row, as a hash of the row.
 *
 * Bodies come in as their hashes alone, so a body can be erased and the log still proves the rest.
 */
export interface AuditEntry {
  readonly kind: 'fact' | 'entity' | 'effect' | 'act'
  /** Shard and number, id and version, effect key and fence, or id. */
  readonly key: string
  /** SHA-256 of the row, hexadecimal. */
  readonly hash: string
}

/** The hash under which an entry is a leaf of the tree. */
export function entryLeaf({ kind, key, hash }: AuditEntry): string {
  return leafHash(JSON.stringify([kind, key, hash]))
}

/** The entry of a fact that was accepted. */
export function factEntry(fact: Omit<Fact, 'body' | 'headers'>): AuditEntry {
  const { shard, seq, connection, origin, topic, resource, apiVersion } = fact
  const { routingKey, eventId, orderHint, hash, size, receivedAt, withheld, conflicting } = fact
  return {
    kind: 'fact',
    key: `${shard}/${seq}`,
    hash: rowHash([
      [shard, seq, connection, origin, topic, resource, apiVersion, routingKey, eventId],
      [orderHint, hash, size, receivedAt, withheld, conflicting],
    ]),
  }
}

/**
 * The entry of a fact as it lies there now: its body counts, where it is there. One that is sealed is
 * proved by its seal, as soon as it is opened.
 */
export function storedFactEntry(fact: Fact): AuditEntry {
  const { body, keyId } = fact
  const hash = body && keyId === undefined ? sha256(body, 'hex') : fact.hash
  return factEntry({ ...fact, hash })
}

/** The entry of a revision of an entity. */
export function entityEntry(row: EntityRow): AuditEntry {
  const { id, entity, version, revision, origin, source, body } = row
  const fields = [id, entity, version, revision, origin, refKey(source), row.deletedAt]
  return {
    kind: 'entity',
    key: `${id}@${version}`,
    hash: rowHash([...fields, contentHash(body)]),
  }
}

/** The entry of an entity as it lies there now, unless its body was erased. */
export function storedEntityEntry(row: EntityRow): AuditEntry | 'erased' {
  return row.erased ? 'erased' : entityEntry(row)
}

/** The entry of a step of an effect. */
export function effectStepEntry(row: EffectRow, fence: number): AuditEntry {
  const { key, kind, connection, entity, id, source, flow, state, revision, bodyHash } = row
  const { attempts, updatedAt, revises, remote, remoteVersion } = row
  return {
    kind: 'effect',
    key: `${key}@${fence}`,
    hash: rowHash([
      [key, kind, connection, entity, id, refKey(source), flow, row.class, state, revision],
      [bodyHash, attempts, updatedAt, revises, remote && refKey(remote), remoteVersion],
    ]),
  }
}

/** The entry of an effect as it lies there now: its body counts, where it is there and not sealed. */
export function storedEffectEntry({ body, label, ...row }: Effect): AuditEntry {
  const isOpen = body !== undefined && label?.keyId === undefined
  const bodyHash = isOpen ? contentHash(body) : row.bodyHash
  return effectStepEntry({ ...row, bodyHash }, row.fence)
}

/** The entry of what a person did. */
export function actEntry({ id, kind, about, actor, why, at }: Act): AuditEntry {
  return { kind: 'act', key: id, hash: rowHash([id, kind, about, actor, why, at]) }
}

function rowHash(fields: readonly unknown[]): string {
  return sha256(JSON.stringify(fields), 'hex')
}
