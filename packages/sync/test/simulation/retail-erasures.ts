import { type Ref, refKey } from '@canonry/model'
import {
  type AuditHead,
  type Fact,
  type Sync,
  type TenantStore,
  verifyConsistency,
} from '@canonry/sync'
import type { BuiltWorld, Delivered, Invariant, Step, WorldPorts } from '@canonry/sync/testing'
import { LARGEST_SKEW_MS } from '../../src/testing/simulation/life.js'
import { factsIn } from './facts-in.js'
import { shopRef } from './retail-bodies.js'
import type { RetailFiles } from './retail-files.js'
import type { LatestWord, PersonalWord, RetailHistory } from './retail-history.js'

/** Something that somebody asked to erase until it was. */
export interface Erased {
  readonly ref: Ref
  /** When it was asked for that was answered with nothing pending and nothing unread. */
  readonly askedAt: number
  /** The audit log before and after. */
  readonly heads: readonly [AuditHead, AuditHead]
}

/** What people in a retail world have erased. */
export interface RetailErasures {
  readonly done: readonly Erased[]
  /** Whether somebody asked to erase a thing, or what it names: what becomes of it is not judged. */
  isExcused(word: LatestWord): boolean
  /** Somebody asks to erase a customer or an order. */
  erase(ref: Ref): Step
  /** Steps with those that chance wants erased, each at its place among the others. */
  drawn(steps: readonly Step[]): readonly Step[]
}

const BY = { actor: 'li', why: 'the customer asked for it' } as const
const CUSTOMERS = ['1', '2', '3', 'filed'].map((id) => shopRef('customer', `customer ${id}`))
const ORDERS = ['1', '2', 'filed'].map((id) => shopRef('order', id))

export function retailErasures(ports: WorldPorts, history: RetailHistory): RetailErasures {
  const done: Erased[] = []
  const asked = new Set<string>()
  let wishes = 0
  const isExcused = ({ entity, source, about }: LatestWord): boolean => {
    if (asked.has(refKey(source))) return true
    const named = about && history.said.get(refKey(about))
    if ((about && asked.has(refKey(about))) || (named && isExcused(named))) return true
    // an order's document takes along what else it says
    return entity === 'customer' && isNamedBy(history, { customer: source, asked })
  }
  const erase = (ref: Ref): Step => ({
    name: `somebody has ${ref.kind} ${ref.id} erased`,
    act: () => {
      asked.add(refKey(ref))
      const ask = async (sync: Sync) => {
        const askedAt = ports.now()
        const before = await sync.audit.head()
        const { pending, unread } = await sync.erase(ref, BY)
        if (pending + unread > 0) return false
        done.push({ ref, askedAt, heads: [before, await sync.audit.head()] })
        return true
      }
      ports.ask({ name: `has ${ref.kind} ${ref.id} erased (${++wishes})`, ask })
    },
  })
  return { done, isExcused, erase, drawn: (steps) => withErasures(steps, { ports, erase }) }
}

function isNamedBy(
  { personal }: RetailHistory,
  { customer, asked }: { customer: Ref; asked: ReadonlySet<string> },
): boolean {
  return personal
    .map(({ about }) => about.map(refKey))
    .some((names) => names.includes(refKey(customer)) && names.some((name) => asked.has(name)))
}

function withErasures(
  steps: readonly Step[],
  { ports: { random }, erase }: { ports: WorldPorts; erase: RetailErasures['erase'] },
): readonly Step[] {
  const refs = [...CUSTOMERS, ...CUSTOMERS, ...ORDERS]
  const count = 1 + Math.floor(random() * 3)
  const chosen = Array.from({ length: count }, () => refs[Math.floor(random() * refs.length)])
  const again = random() < 0.5 ? chosen.slice(0, 1) : []
  return [...chosen, ...again].reduce<readonly Step[]>((before, ref) => {
    const place = 1 + Math.floor(random() * before.length)
    return ref ? before.toSpliced(place, 0, erase(ref)) : before
  }, steps)
}

interface Erasing extends BuiltWorld {
  readonly history: RetailHistory
  readonly files: RetailFiles
  readonly erasures: RetailErasures
}

/** What must hold of what was erased. */
export const erasureInvariants: readonly Invariant<Erasing>[] = [
  {
    name: 'nothing is left of what was erased',
    when: 'finally',
    check: async ({ world, store, sync, deliveries }) => {
      const { erasures, files, history } = world
      if (erasures.done.length === 0) return []
      const left = await everythingIn(store, { sync, history })
      const read = await readFacts(store)
      return erasures.done.flatMap(({ ref, askedAt }) =>
        history.personal
          .filter(({ about }) => about.some((each) => refKey(each) === refKey(ref)))
          .filter((word) => broughtAt(word, { files, deliveries }) < askedAt)
          .filter(({ text }) => left.includes(text) && !isReadAfter(read, { text, askedAt }))
          .map(({ text }) => ({
            message: `"${text}" is still there, although ${refKey(ref)} was erased at ${askedAt}`,
            source: ref,
          })),
      )
    },
  },
  {
    name: 'what was erased is proven all the same',
    when: 'finally',
    check: async ({ world, sync }) => {
      const { done } = world.erasures
      if (done.length === 0) return []
      const { problems } = await sync.audit.verify()
      if (problems.length > 0) return [{ message: `the log: ${JSON.stringify(problems[0])}` }]
      const end = await sync.audit.head()
      const heads = [...done.flatMap(({ heads }) => heads)]
      for (const before of heads) {
        const path = await sync.audit.consistency(before.size, end.size)
        if (verifyConsistency(path, { before, after: end })) continue
        return [{ message: `the log is no continuation of its first ${before.size} entries` }]
      }
      return []
    },
  },
]

// a word that nobody acknowledged may have come later
function broughtAt(
  { broughtBy }: PersonalWord,
  { files, deliveries }: { files: RetailFiles; deliveries: readonly Delivered[] },
): number {
  const file = files.sent.find(({ name }) => name === broughtBy)
  const delivery = deliveries.find(({ name }) => name === broughtBy)
  return file?.takenAt ?? delivery?.acknowledgedAt ?? Number.POSITIVE_INFINITY
}

// who is asked for a document after somebody was erased tells it again
function isReadAfter(
  read: readonly Fact[],
  { text, askedAt }: { text: string; askedAt: number },
): boolean {
  return read
    .filter(({ receivedAt }) => receivedAt >= askedAt - LARGEST_SKEW_MS)
    .some(({ body }) => textOf(body).includes(text))
}

async function readFacts(store: TenantStore): Promise<readonly Fact[]> {
  return (await factsIn(store)).filter(({ origin }) => origin === 'read')
}

/** All rows that a store shows, as one text. */
async function everythingIn(
  store: TenantStore,
  { sync, history }: { sync: Sync; history: RetailHistory },
): Promise<string> {
  const facts = await factsIn(store)
  const bodies = facts.map(({ body, ...row }) => JSON.stringify(row) + textOf(body))
  const refs = [...history.said.keys()]
  const situation = await store.query<'situation'>({ kind: 'situation', refs })
  const effects = await store.query<'effects'>({ kind: 'effects', limit: 10_000 })
  const timelines = await Promise.all(
    [...history.said.values()].map(({ source }) => sync.timeline(source)),
  )
  const rows = [situation._unsafeUnwrap(), effects._unsafeUnwrap(), timelines]
  const people = [await sync.exceptions(), await sync.findings(), await sync.acts()]
  return JSON.stringify([...rows, ...people]) + bodies.join('')
}

function textOf(body: Uint8Array | undefined): string {
  return body ? new TextDecoder().decode(body) : ''
}
