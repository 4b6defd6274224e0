import { refKey } from '@canonry/model'
import type { Connection } from '@canonry/pack'
import { instantOf } from '../effects/effect-notes.js'
import type { Flow } from '../flow.js'
import { type By, checkBy } from '../people/act.js'
import type { People } from '../people/people.js'
import { toCommit } from '../pipeline/to-commit.js'
import { createWorkspace, type Workspace } from '../pipeline/workspace.js'
import { refOf } from '../reconcile/absences.js'
import { answered } from '../store/answered.js'
import { emptyCommit } from '../store/empty-commit.js'
import { addingIn, sumKeys } from '../store/sum-keys.js'
import type { Commit } from '../store/writes.js'
import { decideAnew } from './decide-again.js'
import { replayedEntries } from './replayed-entries.js'

/** What came of letting flows decide again. */
export interface DecidedAgain {
  /** On how many sums they decided. */
  readonly entities: number
  /** How many effects were promised, got another content, or ended. */
  readonly effects: number
}

interface Asking {
  /** As this sync has them. */
  readonly flows: readonly Flow[]
  readonly by: By
}

const AT_ONCE = 100
// somebody else may have added to one of them meanwhile
const TRIES = 16

/** Lets flows decide again on every sum that they follow; see `Sync.decideAgain`. */
export async function decideOnSums(people: People, asking: Asking): Promise<DecidedAgain> {
  const { env, store } = people
  const { by } = asking
  checkBy(by)
  const flows = asking.flows.map((flow) => knownFlow(people, flow))
  const ledgers = [...new Set(flows.flatMap((flow) => ledgersOf(people, flow)))]
  await commit(people, actOf(people, { flows, by }))
  const sum = { entities: 0, effects: 0 }
  for (const ledger of ledgers) {
    let after: string | undefined = ''
    while (after !== undefined) {
      const keys: readonly string[] = await sumKeys(store, ledger, { after, limit: AT_ONCE })
      const page = { keys, connection: ledger.id, asking: { flows, by } }
      sum.entities += keys.length
      sum.effects += await decidePage(people, page)
      after = keys.at(-1)
      // lets requests and answers in between two pages
      await env.sleep(0)
    }
  }
  return sum
}

function knownFlow({ deciding }: People, { name }: Flow): Flow {
  const known = deciding.flows.find((flow) => flow.name === name)
  if (!known) throw new Error(`flow "${name}" is none of this sync`)
  return known
}

function ledgersOf({ deciding: { connections } }: People, flow: Flow): readonly Connection[] {
  const followed = (flow.from ?? []).flatMap((id) => connections.get(id) ?? [])
  const isLedger = (connection: Connection) =>
    addingIn(connection).some(({ parts: [{ entity }] }) => entity === flow.on)
  if (followed.length > 0 && followed.every(isLedger)) return followed
  const what = 'follows no sums of a ledger: replay the documents that it follows'
  throw new Error(`flow "${flow.name}" ${what}`)
}

interface Page {
  readonly keys: readonly string[]
  readonly connection: string
  readonly asking: Asking
}

/** Decides on some sums as they are now, all in one step; answers how many effects that made. */
async function decidePage(people: People, page: Page): Promise<number> {
  const { store, env, heard } = people
  const refs = page.keys.flatMap(refOf).map(refKey)
  for (let tries = TRIES; tries > 0; tries -= 1) {
    const situation = await answered(store.query<'situation'>({ kind: 'situation', refs }))
    const workspace = createWorkspace(situation)
    decideAll(workspace, { people, page })
    const writes = toCommit(workspace)
    if (writes.effects.length === 0) return 0
    const now = env.now()
    const told = replayedEntries(workspace, { ...page.asking.by, at: instantOf(now) })
    const timeline = [...told, ...writes.timeline]
    if (await commit(people, { ...emptyCommit(now), ...writes, timeline })) {
      heard()
      return writes.effects.length
    }
  }
  throw new Error('sums keep changing while flows decide on them: ask once more')
}

function decideAll(
  workspace: Workspace,
  { people: { env, deciding }, page }: { readonly people: People; readonly page: Page },
): void {
  const { connection, asking } = page
  const now = env.now()
  for (const draft of [...workspace.entities.values()]) {
    const { deletedAt, erased, unreadable } = draft.row
    if (deletedAt !== undefined || erased || unreadable) continue
    const anew = { draft, connection, deciding: { ...deciding, flows: asking.flows, now } }
    workspace.entities.set(draft.row.id, decideAnew(workspace, anew))
  }
}

function actOf({ env }: People, { flows, by }: Asking): Commit {
  const now = env.now()
  const about = flows.map(({ name }) => name).join(', ')
  const { actor, why } = by
  const act = { id: env.uuid(), kind: 'replay', about, actor, why, at: instantOf(now) } as const
  return { ...emptyCommit(now), acts: [act] }
}

/** Whether it is committed; not where something is another than it was when that was decided. */
async function commit({ store }: People, request: Commit): Promise<boolean> {
  const done = await store.commit(request)
  if (done.isOk()) return true
  if (done.error.kind === 'conflict') return false
  const { kind, message } = done.error
  throw new Error(`the store is ${kind}: ${message}; what was decided until then stays`)
}
