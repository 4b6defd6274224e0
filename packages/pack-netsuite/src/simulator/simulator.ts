import type { LocalDate } from '@canonry/model'
import type { Env } from '@canonry/pack'
import { applyFault, type Fault } from '@canonry/pack/simulator'
import type { NetsuiteProfileInput } from '../profile.js'
import { createAccount, type SimulatedItem } from './account.js'
import { type Books, booksOf } from './books.js'
import { problemResponse } from './problem.js'
import { route } from './route.js'
import { seedProfile } from './seed-profile.js'
import type { SimulatedRequest } from './simulated-request.js'
import { addStock, stockKey } from './stock.js'
import { knownItem, type NewStock, type StockDesk, stockDeskOf } from './stock-desk.js'
import type { RegisteredClient } from './token-endpoint.js'
import { createTokens } from './tokens.js'

/** What a simulated account is made of. */
export interface NetsuiteSimulatorOptions {
  readonly account: string
  /** The clock, and what `latencyMs` waits on. */
  readonly env: Pick<Env, 'now' | 'sleep'>
  /** Who may sign in. */
  readonly clients: readonly RegisteredClient[]
  /** Sets the account up as this profile wants it: subsidiary, currencies, items, codes, guest. */
  readonly profile?: NetsuiteProfileInput
  /** Custom columns of transaction lines that exist beside `custcol_canonry_line`. */
  readonly columns?: readonly string[]
  /**
   * Tables of SuiteQL that the role may not see: `deletedrecord`, without the permission Deleted
   * Records.
   */
  readonly hidden?: readonly string[]
  /** Requests that run at the same time before the account answers 429; NetSuite's base tier has 5. */
  readonly concurrency?: number
  /** How long every answer takes, in the clock's milliseconds. */
  readonly latencyMs?: number
  /** Asked for every request; what it returns goes wrong. */
  readonly faults?: (request: Request) => Fault | undefined
}

/** What a new item is made of; the internal id is given where a profile names it. */
export interface NewItem {
  readonly itemId: string
  readonly itemType?: string
  readonly id?: string
  readonly externalId?: string
  readonly displayName?: string
  readonly upcCode?: string
  readonly isInactive?: boolean
}

/** NetSuite's REST services in memory, for one account, behind a `fetch`. */
export interface NetsuiteSimulator extends Books, StockDesk {
  readonly account: string
  /** Answers for any host; a dropped connection rejects as the network does. */
  fetch(request: Request): Promise<Response>
  /** Puts an item into the catalogue and gives its internal id. */
  addItem(item: NewItem): string
  /**
   * Puts pieces of an item on the shelf of a location without any transaction, as opening stock; below
   * zero takes them off, as somebody who tells nobody does.
   */
  addStock(stock: NewStock): void
  /** Opens a location under an internal id. */
  addLocation(location: { readonly id: string; readonly name: string }): void
  /** Closes the periods until a day, that included: nothing posts there any more. */
  closeBooks(through: LocalDate): void
  /** Makes every token given so far invalid, as an administrator or the hour does. */
  expireTokens(): void
  /** Takes an integration's right to sign in away, with its tokens. */
  revokeClient(clientId: string): void
}

/** Sets up NetSuite's REST services for one account, with the documented rules and limits. */
export function createNetsuiteSimulator(options: NetsuiteSimulatorOptions): NetsuiteSimulator {
  const { env } = options
  const zone = options.profile?.zone ?? 'UTC'
  const account = createAccount({ account: options.account, now: () => env.now(), zone })
  for (const column of options.columns ?? []) account.columns.add(column.toLowerCase())
  for (const table of options.hidden ?? []) account.hidden.add(table.toLowerCase())
  if (options.profile) seedProfile(account, options.profile)
  const tokens = createTokens(account, options.clients)
  let running = 0

  async function answer(request: Request): Promise<Response> {
    const read = { method: request.method, url: new URL(request.url), headers: request.headers }
    const simulated: SimulatedRequest = { ...read, text: await request.text() }
    if (options.latencyMs) await env.sleep(options.latencyMs)
    account.jobs.settle(env.now())
    return tokens.answer(simulated) ?? route(account, simulated)
  }

  return {
    account: options.account,
    ...booksOf(account),
    async fetch(request) {
      if (running >= (options.concurrency ?? 5)) return problemResponse(TOO_MANY)
      running += 1
      try {
        return await applyFault(options.faults?.(request), () => answer(request))
      } finally {
        running -= 1
      }
    },
    addItem(item) {
      const id = item.id ?? account.nextId()
      const { itemType = 'InvtPart', isInactive = false } = item
      const stored: SimulatedItem = { ...item, id, itemType, isInactive }
      account.items.set(id, stored)
      return id
    },
    ...stockDeskOf(account),
    addStock(goods) {
      addStock(account, stockKey(knownItem(account, goods), goods.location), goods.quantity)
    },
    addLocation({ id, name }) {
      account.lists.location.set(id, name)
    },
    closeBooks(through) {
      account.books.closedThrough = through
    },
    expireTokens: tokens.expireAll,
    revokeClient: tokens.revoke,
  }
}

const TOO_MANY = {
  status: 429,
  code: 'CONCURRENCY_LIMIT_EXCEEDED',
  detail: 'Concurrent request limit exceeded. Request blocked.',
}
