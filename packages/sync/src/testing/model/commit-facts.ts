import { refKey } from '@canonry/model'
import type { EffectClass } from '../../effects/effect.js'
import { UNSENT_STATES } from '../../effects/effect.js'
import { instantOf } from '../../effects/effect-notes.js'
import { rowOf } from '../../effects/effect-step.js'
import type { Fact } from '../../journal/fact.js'
import type { SourceRow } from '../../store/rows.js'
import type { Commit, EffectWrite } from '../../store/writes.js'
import { effectOf, emptyStep, refOf } from '../conformance/bench.js'
import { allEffects, askBoth, BUYER, nameOf, type Pair, type Side } from './pair.js'

/** How facts are decided on, and what is wrong with the commit. */
export interface Deciding {
  readonly limit: number
  readonly class: EffectClass
  /** New effects for each fact. */
  readonly effects: number
  /** Whether an unsent effect gets a new body, too. */
  readonly refresh: boolean
  readonly wrong: 'nothing' | 'cursor' | 'version' | 'key'
  readonly trouble: 'none' | 'open' | 'resolve'
}

/** Reads the next facts and commits what follows from them: all of it, or nothing if it is wrong. */
export async function commitFacts(pair: Pair, how: Deciding): Promise<void> {
  const facts = await askBoth(pair, ({ store }) => store.read({ limit: how.limit, bytes: 1e9 }))
  const names = [...new Set((facts ?? []).map(({ routingKey = '' }) => routingKey))]
  const commit = decisionOf(pair, { how, facts: facts ?? [], names })
  const answer = await askBoth(pair, async (side) => {
    const refreshed = how.refresh ? await refreshOf(side, pair.now) : []
    return side.store.commit({ ...commit, effects: [...refreshed, ...commit.effects] })
  })
  if (answer === undefined && how.wrong !== 'nothing') return
  for (const name of names) pair.versions.set(name, (pair.versions.get(name) ?? 0) + 1)
}

function decisionOf(
  pair: Pair,
  { how, facts, names }: { how: Deciding; facts: readonly Fact[]; names: readonly string[] },
): Commit {
  const { now, epoch } = pair
  const wrong = (part: Deciding['wrong']) => (how.wrong === part ? 7 : 0)
  const at = instantOf(now)
  // one of the keys, at most, is that of an effect that exists
  let taken = how.wrong === 'key'
  const key = () => {
    const known = taken && pair.next > 1
    taken = false
    // which of two that are due at the same time comes first is open
    const number = pair.next++
    return known ? 'e1' : `e${number}`
  }
  return {
    ...emptyStep(epoch),
    now,
    cursors: cursorsOf(facts).map((each) => ({ ...each, from: each.from + wrong('cursor') })),
    entities: names.map((name) => {
      const version = pair.versions.get(name) ?? 0
      const row = { entity: 'order', id: name, revision: version + 1, origin: 'shop' } as const
      const told = { ...row, version: version + 1, source: refOf(name), body: { at } }
      return { expected: version + wrong('version'), row: told }
    }),
    sources: facts.map((fact) => sourceOf(fact)),
    subjects: facts.map(({ shard, seq, routingKey = '' }) => {
      return { shard, seq, names: [BUYER, nameOf(routingKey)] }
    }),
    links: names.map((id) => ({ entity: 'order', id, ref: refOf(id), evidence: 'fact' })),
    effects: names.flatMap((id) =>
      Array.from({ length: how.effects }, () =>
        insertOf(key(), { id, class: how.class, now, dueAt: now + pair.next }),
      ),
    ),
    timeline: names.map((id) => {
      const entry = { kind: 'entity-changed', revision: 1, paths: [] } as const
      return { ...entry, at, entity: 'order', id, connection: 'shop' }
    }),
    findings: names.map((id) => findingOf(id, at)),
    exceptions: how.trouble === 'none' ? [] : facts.map((fact) => troubleOf(pair, { fact, how })),
    counts: { 'facts.applied': facts.length },
  }
}

/** What a fact says of a thing. */
export function sourceOf({ routingKey: id = '', hash, shard, seq }: Fact): SourceRow {
  return {
    connection: 'shop',
    resource: 'order@rest',
    key: `order:${nameOf(id)}`,
    entity: 'order',
    id,
    mapping: 1,
    body: { number: id, hash },
    bodyHash: hash,
    residue: '',
    shard,
    seq,
    label: { subject: BUYER },
  }
}

function insertOf(
  key: string,
  {
    now,
    dueAt,
    ...change
  }: { id: string; class: EffectClass; readonly now: number; readonly dueAt: number },
): EffectWrite {
  const times = { runAt: now, dueAt, plannedAt: now, updatedAt: now }
  // in which order a beat tells of several effects is open
  const warned = key === 'e1' ? { warnAt: dueAt - 1 } : {}
  const effect = effectOf(key, { ...change, source: refOf(change.id), ...times, ...warned })
  return { kind: 'insert', effect }
}

function findingOf(id: string, at: string): Commit['findings'][number] {
  const finding = { code: 'odd', path: '', message: 'odd', connection: 'shop', id, at } as const
  return { kind: 'record', key: `odd|${id}`, finding: { ...finding, entity: 'order' } }
}

function troubleOf(
  pair: Pair,
  { fact, how }: { fact: Fact; how: Deciding },
): Commit['exceptions'][number] {
  const { shard, seq, routingKey } = fact
  const fingerprint = `trouble:${routingKey}`
  if (how.trouble === 'resolve') return { kind: 'resolve', fingerprint }
  const said = {
    reason: 'odd',
    owner: 'integration',
    message: 'odd',
    suggestedFix: 'none',
  } as const
  const subject = { kind: 'fact', shard, seq } as const
  const draft = { fingerprint, connection: 'shop', ...said, subject }
  return { kind: 'open', id: `x${pair.next++}`, draft }
}

async function refreshOf(side: Side, now: number): Promise<EffectWrite[]> {
  const effects = (await allEffects(side)).unwrapOr([])
  const unsent = effects.find(({ state }) => UNSENT_STATES.has(state) && state !== 'leased')
  if (!unsent) return []
  const row = { ...rowOf(unsent), revision: unsent.revision + 1, updatedAt: now }
  const body = { number: `${refKey(unsent.source)} again` }
  return [{ kind: 'update', fence: unsent.fence, row, body }]
}

function cursorsOf(facts: readonly Fact[]): Commit['cursors'] {
  const shards = [...new Set(facts.map(({ shard }) => shard))]
  return shards.map((shard) => {
    const seqs = facts.filter((fact) => fact.shard === shard).map(({ seq }) => seq)
    return { shard, from: Math.min(...seqs) - 1, to: Math.max(...seqs) }
  })
}
