import type { NotHeld } from '../../../src/index.js'
import { holdsOf } from './books.js'
import { type Command, ITEMS, type Item, type ReservationCase, type Wait } from './cases.js'
import {
  countOf,
  linesOf,
  type Process,
  posting,
  processOf,
  type Retailer,
  sumsOf,
} from './retailer.js'

/** A wish, and what became of it. */
export interface Asked {
  readonly cart: string
  readonly lines: (Command & { readonly act: 'hold' })['lines']
  readonly sums: ReadonlyMap<Item, number>
  /** Which moment of the case it was, and who was asked. */
  readonly moment: number
  readonly process: number
  readonly startedAt: number
  readonly endsAt: number
  /** How much was committed when it was asked, and when it was answered. */
  readonly from: number
  to: number
  answer: 'held' | NotHeld['kind'] | undefined
  missing: ReadonlyMap<string, number>
}

/** What was done in a case. */
export interface Done {
  readonly asked: Asked[]
  readonly releases: { readonly isOfKept: boolean }[]
  readonly orders: { readonly hadEnded: boolean }[]
  sent: number
  readonly sales: { readonly minutes: number }[]
}

interface Performing {
  readonly retailer: Retailer
  readonly done: Done
  /** What is wished for by carts, and what they have ordered and is not sent. */
  readonly kept: Map<string, ReadonlyMap<Item, number>>
  readonly open: Map<string, (readonly [key: string, sums: ReadonlyMap<Item, number>])[]>
}

const MINUTE = 60_000

/** Does everything that a case says; all commands of a moment at once. */
export async function perform(given: ReservationCase, retailer: Retailer): Promise<Done> {
  const done: Done = { asked: [], releases: [], orders: [], sent: 0, sales: [] }
  const performing: Performing = { retailer, done, kept: new Map(), open: new Map() }
  const { env } = retailer
  for (const [moment, { wait, commands }] of given.moments.entries()) {
    await env.advance(msOf(wait, retailer))
    let answered = 0
    commands.forEach((command, index) => {
      const process = index % given.processes
      void act(command, { ...performing, moment, process }).then(() => {
        answered += 1
      })
    })
    await env.until(() => answered === commands.length)
  }
  return done
}

function msOf(wait: Wait, { env, journal }: Retailer): number {
  if (typeof wait === 'number') return wait * MINUTE
  const books = journal.books.at(-1)
  const ends = ITEMS.flatMap((item) =>
    books ? [...holdsOf(books, item).values()].map(({ until }) => until) : [],
  )
  const next = Math.min(...ends.filter((end) => end > env.now()))
  if (next === Infinity) return MINUTE
  return next - env.now() - (wait === 'until it ends' ? 0 : 1)
}

type Acting = Performing & { readonly moment: number; readonly process: number }

async function act(command: Command, acting: Acting): Promise<void> {
  switch (command.act) {
    case 'hold':
      return ask(command, acting)
    case 'release':
      return release(whoHas(acting.kept, command), acting)
    case 'order':
      return order(whoHas(acting.kept, command), acting)
    case 'send':
      return send(whoHas(acting.open, command), acting)
    case 'sell':
    case 'count':
      return tell(command, acting)
    default:
      return command satisfies never
  }
}

function whoHas(
  what: ReadonlyMap<string, unknown>,
  { cart, orAnother }: { readonly cart: string; readonly orAnother: boolean },
): string {
  const [first] = what.keys()
  return what.has(cart) || !orAnother ? cart : (first ?? cart)
}

async function ask(
  { cart, lines, minutes }: Command & { readonly act: 'hold' },
  { retailer, done, kept, moment, process }: Acting,
): Promise<void> {
  const { env, journal } = retailer
  const [sums, startedAt, forMs] = [sumsOf(lines), env.now(), minutes * MINUTE]
  const about = { cart, lines, sums, moment, process, startedAt, endsAt: startedAt + forMs }
  const from = journal.commits.length
  const asked: Asked = { ...about, from, to: from, answer: undefined, missing: new Map() }
  done.asked.push(asked)
  const { reservations } = processOf(retailer, process)
  const answer = await reservations.hold(cart, { lines: linesOf(lines), forMs })
  asked.to = journal.commits.length
  answer.match(
    () => {
      asked.answer = 'held'
      kept.set(cart, sums)
    },
    (why) => {
      asked.answer = why.kind
      if (why.kind !== 'not-enough-stock') return
      asked.missing = new Map(why.missing.map(({ item, missing }) => [item, Number(missing)]))
    },
  )
}

async function release(cart: string, { retailer, done, kept, process }: Acting): Promise<void> {
  const known = kept.get(cart)
  kept.delete(cart)
  done.releases.push({ isOfKept: isKept(cart, retailer) })
  const items = known ? [...known.keys()] : ITEMS
  const positions = items.map((item) => ({ item, place: 'web' }))
  const released = await processOf(retailer, process).reservations.release(cart, positions)
  released._unsafeUnwrap()
}

function isKept(cart: string, { env, journal }: Retailer): boolean {
  const books = journal.books.at(-1)
  return ITEMS.some((item) => {
    const hold = books && holdsOf(books, item).get(cart)
    return hold !== undefined && hold.until > env.now()
  })
}

// what was kept becomes a promise to a buyer, in one step
async function order(cart: string, acting: Acting): Promise<void> {
  const { retailer, done, kept, open } = acting
  const sums = kept.get(cart)
  if (!sums) return
  kept.delete(cart)
  done.orders.push({ hadEnded: !isKept(cart, retailer) })
  const key = `order-${done.orders.length}`
  open.set(cart, [...(open.get(cart) ?? []), [key, sums]])
  const at = retailer.env.now()
  const documents = [...sums].map(([item, quantity]) =>
    posting(
      { item, at },
      { kind: 'claim', key, by: `${quantity}` },
      { kind: 'release', key: cart },
    ),
  )
  await add(acting, documents)
}

async function send(cart: string, acting: Acting): Promise<void> {
  const [next, ...others] = acting.open.get(cart) ?? []
  if (!next) return
  const [key, sums] = next
  if (others.length > 0) acting.open.set(cart, others)
  else acting.open.delete(cart)
  acting.done.sent += 1
  const at = acting.retailer.env.now()
  const documents = [...sums].map(([item, quantity]) =>
    posting(
      { item, at },
      { kind: 'claim', key, by: `${-quantity}` },
      { kind: 'move', by: { sellable: `${-quantity}` } },
    ),
  )
  await add(acting, documents)
}

async function tell(
  { act: what, item, quantity, minutes }: Command & { readonly act: 'sell' | 'count' },
  acting: Acting,
): Promise<void> {
  if (what === 'sell') acting.done.sales.push({ minutes })
  const at = acting.retailer.env.now() + minutes * MINUTE
  const entry = { kind: 'move', by: { sellable: `${-quantity}` } } as const
  await add(acting, [posting({ item, at }, what === 'sell' ? entry : countOf(quantity))])
}

async function add(
  { retailer, process }: Acting,
  documents: Parameters<Process['sync']['add']>[1]['documents'],
): Promise<void> {
  const added = await processOf(retailer, process).sync.add('stock', { documents })
  added._unsafeUnwrap()
}
