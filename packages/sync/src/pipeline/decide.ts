import { type Ref, refKey } from '@canonry/model'
import { CLASS_SLA_MS, WARN_SHARE } from '../effects/class-share.js'
import { isFullRef } from '../effects/collect-refs.js'
import type { EffectRow } from '../effects/effect.js'
import { effectEntry, laneFingerprint } from '../effects/effect-notes.js'
import type { EffectPlan } from '../effects/effect-plan.js'
import { type Decision, planEffect } from '../effects/plan-effect.js'
import type { Change, Flow } from '../flow.js'
import { contentHash } from './content-hash.js'
import type { Deciding } from './deciding.js'
import { plansOf } from './plans-of.js'
import { recordFact, refuseUnknown } from './record-fact.js'
import { count, type EffectDraft, type EntityDraft, type Workspace } from './workspace.js'

/** Lets every flow decide on a change, and puts its effects among those of the entity. */
export function decide(
  workspace: Workspace,
  { change, draft, deciding }: { change: Change; draft: EntityDraft; deciding: Deciding },
): EntityDraft {
  let decided = draft
  for (const flow of deciding.flows) {
    if (flow.on !== change.entity || flow.from?.includes(change.connection) === false) continue
    if (change.deleted && !flow.deletions) continue
    for (const plan of plansOf(flow, change)) {
      if (plan.kind === 'record') {
        recordFact(workspace, { plan, flow, change, draft, deciding })
        continue
      }
      const isProposed = workspace.planning.has(change.connection)
      const decision = toDecision(plan, { flow, change, draft, deciding, isProposed })
      decided = withEffect(workspace, decided, decision)
    }
  }
  return decided
}

function toDecision(
  plan: EffectPlan,
  context: {
    flow: Flow
    change: Change
    draft: EntityDraft
    deciding: Deciding
    isProposed: boolean
  },
): Decision {
  const { flow, change, draft, deciding } = context
  const source = plan.source ?? change.source
  refuseForeign(plan, { ...context, source })
  const { connection, kind, body, after } = plan
  const { now, warnShare = WARN_SHARE } = deciding
  const slaMs = plan.slaMs ?? CLASS_SLA_MS[flow.class]
  const row: EffectRow = {
    key: [connection, kind, change.entity, nameInKey(source)].join('|'),
    kind,
    connection,
    entity: change.entity,
    id: change.id,
    source,
    flow: flow.name,
    class: flow.class,
    state: context.isProposed ? 'proposed' : 'planned',
    ...(context.isProposed && { proposedBy: change.connection }),
    fence: 0,
    revision: draft.row.revision,
    bodyHash: hashOf(body, flow),
    attempts: 0,
    probes: 0,
    runAt: now,
    dueAt: now + slaMs,
    warnAt: now + Math.round(slaMs * warnShare),
    ...(plan.once && { once: true as const }),
    ...(plan.blind && { blind: true as const }),
    ...(plan.expiresMs !== undefined && { expiresAt: now + plan.expiresMs }),
    plannedAt: now,
    updatedAt: now,
    after,
  }
  return { row, body }
}

function hashOf(body: unknown, { name }: Flow): string {
  try {
    return contentHash(body)
  } catch (cause) {
    const [why] = String(cause instanceof Error ? cause.message : 'it throws').split('\n')
    throw new Error(`flow "${name}" planned a body that no JSON can hold: ${why}`, { cause })
  }
}

// later promises for the same thing have the signs that are escaped here in their keys
function nameInKey(source: Ref): string {
  return refKey(source).replaceAll('#', '%23').replaceAll('|', '%7C')
}

function refuseForeign(
  plan: EffectPlan,
  {
    flow,
    change,
    draft,
    deciding,
    source,
  }: {
    flow: Flow
    change: Change
    draft: EntityDraft
    deciding: Deciding
    source: Ref
  },
): void {
  const about = `flow "${flow.name}" plans a ${plan.kind}`
  refuseUnknown(plan.connection, { about, deciding })
  if (!plan.after.every(isFullRef)) {
    throw new Error(`${about} after a thing that it does not name in full, or not within 1 KiB`)
  }
  const own = [draft.row.source, ...(draft.row.body['refs'] as readonly Ref[])].map(refKey)
  if ((plan.entity ?? change.entity) !== change.entity || !own.includes(refKey(source))) {
    throw new Error(`${about} about another entity than the one that changed: use a flow on that`)
  }
}

function withEffect(workspace: Workspace, draft: EntityDraft, decision: Decision): EntityDraft {
  const known = draft.effects.map(({ row }) => row)
  const effects = new Map(draft.effects.map((effect) => [effect.row.key, effect]))
  for (const { row, body, entry } of planEffect(decision, known)) {
    const before: EffectDraft | undefined = effects.get(row.key)
    const content = body === undefined ? before?.body : body
    effects.set(row.key, {
      row,
      ...(content !== undefined && { body: content }),
      ...(before?.fence !== undefined && { fence: before.fence }),
      touched: true,
    })
    workspace.timeline.push(effectEntry(row, entry))
    count(workspace, `effects.${entry.slice('effect-'.length)}`)
    if (entry === 'effect-cancelled') {
      workspace.exceptions.push({ kind: 'resolve', fingerprint: laneFingerprint(row) })
    }
  }
  return { ...draft, effects: [...effects.values()] }
}
