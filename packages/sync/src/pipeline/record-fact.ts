import { refKey } from '@canonry/model'
import type { Change, Flow } from '../flow.js'
import { documentFact } from '../journal/document-fact.js'
import type { RecordPlan } from '../record-plan.js'
import type { Deciding } from './deciding.js'
import { count, type EntityDraft, type Workspace } from './workspace.js'

/** A document that a flow records, and what it follows from. */
export interface Recording {
  readonly plan: RecordPlan
  readonly flow: Flow
  readonly change: Change
  readonly draft: EntityDraft
  readonly deciding: Pick<Deciding, 'connections' | 'now' | 'isAgain'>
}

/**
 * Has a recorded document journaled with the change that it follows from.
 *
 * What changes in a connection while it is planned is no news: what it leads to begins with what is
 * there when it goes live, which states say.
 */
export function recordFact(
  workspace: Workspace,
  { plan, flow, change, draft, deciding }: Recording,
): void {
  const { facts, planning } = workspace
  const { connection, apiVersion, resource, key, text, isState } = plan
  refuseUnknown(connection, { about: `flow "${flow.name}" records a document`, deciding })
  if (deciding.isAgain || (planning.has(change.connection) && !isState)) return
  const about = { connection, origin: 'flow', topic: 'record', receivedAt: deciding.now } as const
  const cause = `${refKey(change.source)}#${draft.row.revision}`
  const fact = documentFact({ resource, apiVersion, key, text }, about)
  facts.push({ ...fact, headers: { flow: flow.name, cause } })
  count(workspace, 'facts.recorded')
}

/** Throws where a flow means a connection that there is not. */
export function refuseUnknown(
  connection: string,
  { about, deciding }: { about: string; deciding: Pick<Deciding, 'connections'> },
): void {
  if (deciding.connections.has(connection)) return
  throw new Error(`${about} to "${connection}", which is no connection of this sync`)
}
