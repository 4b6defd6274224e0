import type { Posting } from '@canonry/stock-ledger'
import fc from 'fast-check'
import { type Books, holdsOf, onShelf, promised } from './books.js'
import { ITEMS, type Item, type ReservationCase, reservationCase } from './cases.js'
import { holdsIn, type Lived, liveThrough, missingIn } from './live-through.js'
import type { Asked } from './perform.js'
import type { Reserving } from './retailer.js'
import { createTally, type Tally } from './tally.js'

/** What must be reached, and how the table says it; `0 violations` stands below them. */
export const REACHED = [
  'cases',
  'moments at which something is done, in all',
  'commands, in all',
  'commands at one moment, at most',
  'cases with one process',
  'cases with two processes',
  'cases with three processes',
  'claimants in a case, at most',
  'wishes',
  'wishes of one line',
  'wishes of two lines',
  'wishes of three lines',
  'wishes of four lines',
  'wishes with several lines of one item',
  'wishes for several items',
  'wishes of a cart that had something already',
  'wishes of one cart twice at the same moment',
  'wishes asked with another one for the same item',
  'wishes that another process was faster than, and that tried again',
  'tries of one wish, at most',
  'wishes that were met in whole',
  'wishes that were met with the last piece that may be promised',
  'highest share promised of what may be, in percent',
  'wishes that were refused',
  'wishes of which a part was there, and that got nothing',
  'wishes that were refused for lines of one item that each alone could be met',
  'holds that ended by the clock',
  'wishes at the very moment at which a hold ended',
  'wishes met only because a hold ended at that moment',
  'wishes a millisecond before a hold ended',
  'releases of what was kept',
  'releases of what was not kept any more',
  'orders of what was kept',
  'orders of what was not kept any more',
  'orders that were sent',
  'sales at tills',
  'sales heard of late',
  'sales by a clock that is ahead',
  'counts',
  'counts below what is promised already',
  'sales below what is promised already',
  'wishes for an item of which too much is promised already',
] as const
export type Reached = (typeof REACHED)[number]

/** With how many cases the property is tried, and those of which seed the page tells of. */
export const RUNS = 100
export const SEED = 20_261_127

const PROCESSES = ['one process', 'two processes', 'three processes']
const LINES = ['one line', 'two lines', 'three lines', 'four lines']

/** What the property came to: what it reached, and what it found. */
export interface ReservationStatistics {
  readonly tally: Tally
  /** How the property fails, with seed and smallest case; absent where it holds. */
  readonly failure?: string
}

/** Tries reservations with cases of a seed, the same for the tests and for whoever reads the table. */
export async function tryReservations({
  runs,
  seed,
  reserving,
}: {
  readonly runs: number
  readonly seed: number
  readonly reserving?: Reserving
}): Promise<ReservationStatistics> {
  const tally = createTally()
  const property = fc.asyncProperty(reservationCase, async (given) => {
    const lived = await liveThrough(given, reserving)
    if (lived.violations.length > 0) throw new Error(lived.violations.join('\n'))
    countAll(lived, tally)
  })
  const details = await fc.check(property, {
    numRuns: runs,
    seed,
    interruptAfterTimeLimit: 600_000,
  })
  const failure = details.failed ? fc.defaultReportMessage(details) : undefined
  return { tally, ...(failure !== undefined && { failure }) }
}

function countAll(lived: Lived, tally: Tally): void {
  const { given, done, journal } = lived
  const add = (name: Reached, by = 1) => tally.add(name, by)
  const raise = (name: Reached, value: number) => tally.raise(name, value)
  const sizes = given.moments.map(({ commands }) => commands.length)
  add('cases')
  add('moments at which something is done, in all', sizes.length)
  add(
    'commands, in all',
    sizes.reduce((sum, size) => sum + size, 0),
  )
  raise('commands at one moment, at most', Math.max(...sizes))
  tally.add(`cases with ${PROCESSES[given.processes - 1]}`)
  raise('claimants in a case, at most', new Set(done.asked.map(({ cart }) => cart)).size)
  for (const asked of done.asked) countWish(asked, { lived, tally })
  for (const { isOfKept } of done.releases) {
    add(isOfKept ? 'releases of what was kept' : 'releases of what was not kept any more')
  }
  for (const { hadEnded } of done.orders) {
    add(hadEnded ? 'orders of what was not kept any more' : 'orders of what was kept')
  }
  add('orders that were sent', done.sent)
  countTold(given, { done, tally })
  // the first opens the books
  for (const index of journal.commits.keys()) if (index > 0) countCommit(index, { lived, tally })
}

interface Counting {
  readonly lived: Lived
  readonly tally: Tally
}

function countTold(
  { moments }: ReservationCase,
  { done: { sales }, tally }: { readonly done: Lived['done']; readonly tally: Tally },
): void {
  const add = (name: Reached, by: number) => tally.add(name, by)
  const commands = moments.flatMap((moment) => moment.commands)
  add('sales at tills', sales.length)
  add('sales heard of late', sales.filter(({ minutes }) => minutes < 0).length)
  add('sales by a clock that is ahead', sales.filter(({ minutes }) => minutes > 0).length)
  add('counts', commands.filter(({ act }) => act === 'count').length)
}

function countWish(asked: Asked, { lived, tally }: Counting): void {
  const { lines, sums, answer } = asked
  tally.add('wishes' satisfies Reached)
  tally.add(`wishes of ${LINES[lines.length - 1]}`)
  const tries = lived.journal.refused.filter((postings) =>
    holdsIn(postings).some(
      ({ key, expiresAt }) => key === asked.cart && Date.parse(expiresAt) === asked.endsAt,
    ),
  ).length
  tally.raise('tries of one wish, at most' satisfies Reached, tries + 1)
  const is: Partial<Record<Reached, boolean>> = {
    'wishes with several lines of one item': sums.size < lines.length,
    'wishes for several items': sums.size > 1,
    'wishes that another process was faster than, and that tried again': tries > 0,
    'wishes that were met in whole': answer === 'held',
    'wishes that were refused': answer !== 'held',
    ...besideOthers(asked, lived),
    ...inTheBooks(asked, lived),
  }
  for (const [name, isSo] of Object.entries(is)) if (isSo) tally.add(name)
}

function besideOthers(asked: Asked, { done }: Lived): Partial<Record<Reached, boolean>> {
  const others = done.asked.filter((other) => other !== asked && other.moment === asked.moment)
  const isForSame = (other: Asked) => [...other.sums.keys()].some((item) => asked.sums.has(item))
  return {
    'wishes of one cart twice at the same moment': others.some(({ cart }) => cart === asked.cart),
    'wishes asked with another one for the same item': others.some(isForSame),
  }
}

/** What the books had to do with a wish, as they were when it was answered. */
function inTheBooks(asked: Asked, lived: Lived): Partial<Record<Reached, boolean>> {
  const { cart, lines, sums, startedAt, answer } = asked
  const { given, journal } = lived
  const books = journal.books[decidedOn(asked, lived)] as Books
  const items = [...sums.keys()]
  const others = items.flatMap((item) => [...holdsOf(books, item)].filter(([key]) => key !== cart))
  const missing = missingIn(books, { asked, given })
  const justEnded = others.some(([, { until }]) => until === startedAt)
  const before = missingIn(books, { asked: { ...asked, startedAt: startedAt - 1 }, given })
  const free = (item: Item) =>
    onShelf(books, item) - given.safety - promised(books, { item, at: startedAt, but: cart })
  const couldEach = lines.every(([item, quantity]) => quantity <= free(item))
  return {
    'wishes of a cart that had something already': ITEMS.some((item) =>
      holdsOf(books, item).has(cart),
    ),
    'wishes that were met with the last piece that may be promised':
      answer === 'held' && items.some((item) => free(item) === sums.get(item)),
    'wishes of which a part was there, and that got nothing':
      answer !== 'held' && missing.size > 0 && missing.size < sums.size,
    'wishes that were refused for lines of one item that each alone could be met':
      answer !== 'held' && couldEach,
    'wishes at the very moment at which a hold ended': justEnded,
    'wishes met only because a hold ended at that moment':
      answer === 'held' && justEnded && before.size > 0,
    'wishes a millisecond before a hold ended': others.some(
      ([, { until }]) => until === startedAt + 1,
    ),
    'wishes for an item of which too much is promised already': items.some(
      (item) => free(item) < 0,
    ),
  }
}

/** How much was committed when a wish was decided: before its own commit, or when it was refused. */
function decidedOn(asked: Asked, { journal, given }: Lived): number {
  const own = journal.commits.findIndex((postings, index) => {
    if (index < asked.from || index >= asked.to) return false
    return holdsIn(postings).some(
      ({ key, expiresAt }) => key === asked.cart && Date.parse(expiresAt) === asked.endsAt,
    )
  })
  if (asked.answer === 'held') return own
  const told = JSON.stringify([...asked.missing])
  const refused = journal.books.findIndex((books, index) => {
    if (index < asked.from) return false
    return JSON.stringify([...missingIn(books, { asked, given })]) === told
  })
  return refused
}

function countCommit(index: number, { lived, tally }: Counting): void {
  const { journal, given } = lived
  const [before, after] = [journal.books[index], journal.books[index + 1]] as [Books, Books]
  for (const posting of journal.commits[index] ?? []) {
    const item = posting.item as Item
    const at = Date.parse(posting.at)
    tally.add(
      'holds that ended by the clock' satisfies Reached,
      endedBy(posting, { before, after }),
    )
    const [was, is] = [before, after].map((books) => {
      const may = onShelf(books, item) - given.safety
      return { may, all: promised(books, { item, at }) }
    }) as [Promises, Promises]
    const [kind] = posting.entries.map((entry) => entry.kind)
    if (kind === 'hold') {
      const share = Math.round((100 * is.all) / is.may)
      tally.raise('highest share promised of what may be, in percent' satisfies Reached, share)
    }
    const name = BELOW[kind ?? '']
    if (name && is.all > is.may && was.all <= was.may) tally.add(name)
  }
}

interface Promises {
  readonly may: number
  readonly all: number
}

const BELOW: Readonly<Record<string, Reached>> = {
  count: 'counts below what is promised already',
  move: 'sales below what is promised already',
}

function endedBy(
  { item, entries }: Posting,
  { before, after }: { readonly before: Books; readonly after: Books },
): number {
  const name = item as Item
  const released = entries.flatMap((entry) => (entry.kind === 'release' ? entry.key : []))
  const left = [...holdsOf(before, name).keys()].filter((key) => !holdsOf(after, name).has(key))
  return left.filter((key) => !released.includes(key)).length
}

/** The statistics as a table for a page. */
export function printStatistics({ tally, failure }: ReservationStatistics): string {
  const rows = REACHED.map((name) => `| ${name} | ${tally.get(name).toLocaleString('en')} |`)
  const violations = failure === undefined ? '0' : 'found'
  return [
    '| reached | how often |',
    '| --- | ---: |',
    ...rows,
    `| **violations** | **${violations}** |`,
  ].join('\n')
}
