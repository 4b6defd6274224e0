import type { Commit, EffectWrite, EntityWrite } from '../store/writes.js'
import type { EffectDraft, EntityDraft, Workspace } from './workspace.js'

/** What a finished workspace writes; cursors and epoch come from the worker. */
export function toCommit(workspace: Workspace): Omit<Commit, 'now' | 'epoch' | 'cursors'> {
  const touched = [...workspace.entities.values()].filter(isTouched)
  return {
    entities: touched.map(toEntityWrite),
    sources: touched.flatMap(({ fresh }) => fresh),
    effects: touched.flatMap(({ effects }) => effects.flatMap(toEffectWrite)),
    links: workspace.links,
    findings: workspace.findings,
    timeline: workspace.timeline,
    exceptions: workspace.exceptions,
    reads: [...workspace.reads.values()],
    facts: workspace.facts,
    counts: sumOf(workspace.counts),
  }
}

function sumOf(names: readonly string[]): Commit['counts'] {
  const sum = new Map<string, number>()
  for (const name of names) sum.set(name, (sum.get(name) ?? 0) + 1)
  return Object.fromEntries(sum)
}

/** Whether anything of an entity is to be written. */
export function isTouched({ fresh, effects }: EntityDraft): boolean {
  return fresh.length > 0 || effects.some(({ touched }) => touched)
}

function toEntityWrite({ expected, row }: EntityDraft): EntityWrite {
  return { expected, row: { ...row, version: expected + 1 } }
}

function toEffectWrite({ row, body, fence, touched }: EffectDraft): EffectWrite[] {
  if (!touched) return []
  if (fence === undefined) return [{ kind: 'insert', effect: { ...row, body } }]
  return [{ kind: 'update', fence, row, ...(body !== undefined && { body }) }]
}
