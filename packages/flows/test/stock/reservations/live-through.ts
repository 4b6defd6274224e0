import type { Posting } from '@canonry/stock-ledger'
import { type Books, onShelf, promised } from './books.js'
import { ITEMS, type ReservationCase } from './cases.js'
import type { Journal } from './journal.js'
import { type Asked, type Done, perform } from './perform.js'
import { openRetailer, posting, processOf, type Reserving, type Retailer } from './retailer.js'

/** What happened in a case, and what of it must not. */
export interface Lived {
  readonly given: ReservationCase
  readonly done: Done
  readonly journal: Journal
  readonly violations: readonly string[]
}

/**
 * Lives through a case, and judges it by what the store has committed, in that order:
 *
 * - whenever something is promised to a cart, all that is promised by then is no more than may be;
 * - a cart gets all of its lines in one step, or none, and is answered what was done;
 * - what a refused cart is told to be missing was missing at a moment between question and answer;
 * - in the end the ledger has the numbers that were reckoned beside it.
 */
export async function liveThrough(given: ReservationCase, reserving?: Reserving): Promise<Lived> {
  const retailer = await openRetailer(given, reserving)
  const done = await perform(given, retailer)
  const { journal } = retailer
  const violations = [
    ...tooMuch(journal, given),
    ...done.asked.flatMap((asked) => refusedInVain(asked, { journal, given })),
    ...otherThanAnswered(journal, done),
    ...(await otherNumbers(retailer)),
  ]
  return { given, done, journal, violations }
}

/** What a commit keeps for carts; none where it promises nothing to any. */
export function holdsIn(postings: readonly Posting[]) {
  return postings.flatMap(({ item, at, entries }) =>
    entries.flatMap((entry) => (entry.kind === 'hold' ? [{ ...entry, item, at }] : [])),
  )
}

function tooMuch({ commits, books }: Journal, { safety }: ReservationCase): string[] {
  return commits.flatMap((postings, index) =>
    holdsIn(postings).flatMap(({ item, at, key }) => {
      const after = { item, at: Date.parse(at) } as Parameters<typeof promised>[1]
      const now = books[index + 1] as Books
      const may = onShelf(now, after.item) - safety
      const all = promised(now, after)
      return all > may ? [`${all} ${item} are promised with ${key}, and ${may} may be`] : []
    }),
  )
}

interface Judging {
  readonly journal: Journal
  readonly given: ReservationCase
}

function refusedInVain(asked: Asked, { journal, given }: Judging): string[] {
  const { cart, answer, from, to, missing } = asked
  if (answer === 'held') return []
  if (answer !== 'not-enough-stock') return [`${cart} was answered ${answer}`]
  const told = print(missing)
  const wasSo = journal.books
    .slice(from, to + 1)
    .some((books) => missing.size > 0 && print(missingIn(books, { asked, given })) === told)
  return wasSo ? [] : [`${cart} was told that ${told} are missing, which they never were`]
}

/** What a wish lacks, by books. */
export function missingIn(
  books: Books,
  {
    asked: { cart, sums, startedAt },
    given,
  }: { readonly asked: Asked; readonly given: ReservationCase },
): ReadonlyMap<string, number> {
  const lacks = [...sums].flatMap(([item, quantity]): [string, number][] => {
    const others = promised(books, { item, at: startedAt, but: cart })
    const missing = given.safety - (onShelf(books, item) - others - quantity)
    return missing > 0 ? [[item, missing]] : []
  })
  return new Map(lacks)
}

// one commit of all lines for each wish that was met, and none for the others
function otherThanAnswered({ commits }: Journal, { asked }: Done): string[] {
  const promises = new Map<string, number>()
  const add = (name: string, by: number) => promises.set(name, (promises.get(name) ?? 0) + by)
  for (const { answer, cart, sums, endsAt } of asked) {
    if (answer === 'held') add(JSON.stringify([cart, endsAt, print(sums)]), 1)
  }
  for (const postings of commits) {
    const holds = holdsIn(postings)
    const [first] = holds
    if (!first) continue
    const sums = new Map(holds.map(({ item, quantity }) => [item, Number(quantity)]))
    add(JSON.stringify([first.key, Date.parse(first.expiresAt), print(sums)]), -1)
  }
  return [...promises].flatMap(([name, rest]) =>
    rest === 0 ? [] : [`${name} was answered ${rest} times more than it was done`],
  )
}

async function otherNumbers(retailer: Retailer): Promise<string[]> {
  const { env, journal } = retailer
  const at = env.now()
  const documents = ITEMS.map((item) => posting({ item, at }))
  let sums: readonly { readonly after: Readonly<Record<string, unknown>> }[] | undefined
  void processOf(retailer, 0)
    .sync.add('stock', { documents })
    .then((looked) => {
      sums = looked._unsafeUnwrap()
    })
  await env.until(() => sums !== undefined)
  const books = journal.books.at(-1) as Books
  return ITEMS.flatMap((item, index) => {
    const { sellable, reserved } = sums?.[index]?.after ?? {}
    const [shelf, kept] = [onShelf(books, item), promised(books, { item, at })]
    if (Number(sellable) === shelf && Number(reserved) === kept) return []
    return [`the ledger has ${sellable} ${item}, ${reserved} promised, and not ${shelf}, ${kept}`]
  })
}

function print(sums: ReadonlyMap<string, number>): string {
  return [...sums].map(([item, quantity]) => `${quantity} ${item}`).join(', ')
}
