import type { Env } from '@canonry/pack'
import type { Article } from '../catalogue.js'
import type { ShopLine, ShopOrder } from '../shop-order.js'

/** A place where a simulated shop keeps goods. */
export interface ShopLocation {
  /** Digits. */
  readonly id: string
  readonly name: string
}

/** How a simulated shop keeps stock. */
export interface ShopStockOptions {
  /** The first is where orders are sent from; default one location. */
  readonly locations?: readonly [ShopLocation, ...ShopLocation[]]
  /** How much of an article lies at a location in the beginning; `undefined`: it is not stocked there. */
  opening(sku: string, location: string): number | undefined
  /** Whether buyers may order what is not there (`CONTINUE`); default no (`DENY`). */
  readonly overselling?: boolean
}

/** What is at one location of one item. */
export interface ShopLevel {
  readonly item: string
  readonly sku: string
  readonly location: string
  readonly available: number
  readonly committed: number
  readonly updatedAt: number
}

/** Units of an article that were sent to a buyer, as the order says when it was changed. */
export interface ShopSending {
  readonly sku: string
  /** Epoch milliseconds, of a whole second: orders tell no less. */
  readonly at: number
  readonly units: number
}

/** The stock of a simulated shop, which its own orders move. */
export interface ShopInventory {
  readonly locations: readonly ShopLocation[]
  readonly items: readonly { readonly id: string; readonly sku: string }[]
  level(item: string, location: string): ShopLevel | undefined
  levelsAt(location: string): readonly ShopLevel[]
  /** Whether buyers can order all of this now. */
  admits(order: ShopOrder): boolean
  /** Moves stock from what an order was (`undefined`: new) to what it is. */
  follow(order: ShopOrder, before: ShopOrder | undefined): void
  /** Sets what is available, as somebody in the admin or an app does. */
  set(item: string, location: string, available: number): void
  /** Units that were sold and not there. */
  soldBeyond(): number
  /** What was sent to buyers, oldest first. */
  sent(): readonly ShopSending[]
}

const MAIN: readonly [ShopLocation, ...ShopLocation[]] = [{ id: '655441491', name: 'Main' }]

/** What an inventory tells of: a level whose available quantity has changed. */
export type TellLevel = (level: ShopLevel) => void

/** Opens the stock of a shop; without options nothing is stocked anywhere, and every order is admitted. */
export function createInventory(
  { articles, stock, env }: { articles: readonly Article[]; stock?: ShopStockOptions; env: Env },
  tell: TellLevel,
): ShopInventory {
  const locations = stock?.locations ?? MAIN
  const [{ id: sentFrom }] = locations
  const items = articles.map(({ sku, variantId }) => ({ id: itemOf(variantId), sku }))
  const levels = createLevels({ items, locations, stock, env }, tell)
  const sendings: ShopSending[] = []
  const isLimited = stock !== undefined && stock.overselling !== true
  return {
    locations,
    items,
    ...levels,
    sent: () => sendings,
    admits: (order) =>
      !isLimited ||
      [...wantedBy(order)].every(
        ([item, units]) => (levels.level(item, sentFrom)?.available ?? 0) >= units,
      ),
    follow: (order, before) => {
      for (const [index, line] of order.lines.entries()) {
        const now = heldBy(line, order)
        const then = before?.lines[index]
        const was = then && before ? heldBy(then, before) : NOTHING
        const [promised, sent] = [now.open - was.open, now.sent - was.sent]
        const by = { available: -(promised + sent), committed: promised }
        levels.move(itemOf(line.article.variantId), sentFrom, by)
        if (sent === 0) continue
        const at = Math.floor(order.updatedAt / 1000) * 1000
        sendings.push({ sku: line.article.sku, at, units: sent })
      }
    },
  }
}

type Move = Readonly<Record<'available' | 'committed', number>>

interface Levels extends Pick<ShopInventory, 'level' | 'levelsAt' | 'set' | 'soldBeyond'> {
  move(item: string, location: string, by: Move): void
}

function createLevels(
  { env, ...opened }: Parameters<typeof openLevels>[0] & { readonly env: Env },
  tell: TellLevel,
): Levels {
  const levels = openLevels({ ...opened, now: env.now() })
  let beyond = 0
  const move = (...[item, location, by]: Parameters<Levels['move']>) => {
    const level = levels.get(keyOf(item, location))
    if (!level || (by.available === 0 && by.committed === 0)) return
    const [available, committed] = [level.available + by.available, level.committed + by.committed]
    const next = { ...level, available, committed, updatedAt: env.now() }
    levels.set(keyOf(item, location), next)
    if (by.available !== 0) tell(next)
    if (by.committed > 0) beyond += Math.max(0, Math.min(by.committed, -available))
  }
  return {
    move,
    level: (item, location) => levels.get(keyOf(item, location)),
    levelsAt: (location) => [...levels.values()].filter((level) => level.location === location),
    set: (item, location, available) => {
      const level = levels.get(keyOf(item, location))
      if (level) move(item, location, { available: available - level.available, committed: 0 })
    },
    soldBeyond: () => beyond,
  }
}

// items have numbers of their own, as far from those of variants as in any shop
const ITEMS = 2_000_000_000_000n

function itemOf(variant: bigint): string {
  return String(variant + ITEMS)
}

function keyOf(item: string, location: string): string {
  return `${item}:${location}`
}

function openLevels({
  items,
  locations,
  stock,
  now = 0,
}: Pick<ShopInventory, 'items' | 'locations'> & {
  readonly stock: ShopStockOptions | undefined
  readonly now?: number
}): Map<string, ShopLevel> {
  const all = locations.flatMap(({ id: location }) =>
    items.flatMap(({ id: item, sku }): [string, ShopLevel][] => {
      const available = stock?.opening(sku, location)
      if (available === undefined) return []
      return [
        [keyOf(item, location), { item, sku, location, available, committed: 0, updatedAt: now }],
      ]
    }),
  )
  return new Map(all)
}

function wantedBy({ lines }: ShopOrder): Map<string, number> {
  const wanted = new Map<string, number>()
  for (const { article, current } of lines) {
    if (!article.requiresShipping) continue
    const item = itemOf(article.variantId)
    wanted.set(item, (wanted.get(item) ?? 0) + current)
  }
  return wanted
}

const NOTHING = { open: 0, sent: 0 }

// a voucher is no thing that lies anywhere
function heldBy({ article, current, fulfilled }: ShopLine, { cancelledAt }: ShopOrder) {
  if (!article.requiresShipping) return NOTHING
  const open = cancelledAt === undefined ? current - fulfilled : 0
  return { open, sent: fulfilled }
}
