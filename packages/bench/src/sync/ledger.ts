import type { StockPosition } from '@canonry/model'
import type { Intent } from '@canonry/pack'

/** What an oracle writes down while a workload runs, to judge it afterwards. */
export interface Ledger {
  /** A flow was told a version of a level; a step that lost a race tells it again. */
  decided(level: string, version: number): void
  /** A shop took a write. */
  taken(intent: Intent): void
  /** How many writes the shops took. */
  writes(): number
  /** How much stands in it: as long as this grows, there is work under way. */
  size(): number
  /** Everything that is wrong, given the newest version of each level; empty when nothing is. */
  judge(expected: ReadonlyMap<string, number>, shops: readonly string[]): readonly string[]
}

/** An empty ledger. */
export function createLedger(): Ledger {
  const told = new Map<string, number>()
  const toldOnce = new Set<string>()
  const held = new Map<string, number>()
  const keys = new Set<string>()
  const wrong: string[] = []
  let size = 0
  const advance = (known: Map<string, number>, { name, version }: Step) => {
    if (version <= (known.get(name) ?? 0)) wrong.push(`${name}: ${version} came out of order`)
    known.set(name, version)
    size += 1
  }
  return {
    decided: (level, version) => {
      const once = `${level} ${version}`
      if (toldOnce.has(once)) return
      toldOnce.add(once)
      advance(told, { name: level, version })
    },
    taken: (intent) => {
      if (keys.has(intent.key)) wrong.push(`${intent.key} was written twice`)
      keys.add(intent.key)
      const version = Number((intent.body as StockPosition).sellable)
      advance(held, { name: shelfOf(intent), version })
    },
    writes: () => keys.size,
    size: () => size,
    judge: (expected, shops) => [
      ...wrong,
      ...[...expected].flatMap(([level, version]) => [
        ...missing(`${level} in the flow`, told.get(level), version),
        ...shops.flatMap((shop) => {
          const shelf = `${shop}|${level}`
          return missing(shelf, held.get(shelf), version)
        }),
      ]),
    ],
  }
}

interface Step {
  readonly name: string
  readonly version: number
}

function shelfOf({ key, source }: Intent): string {
  return `${key.split('|')[0]}|${source.id}`
}

function missing(name: string, found: number | undefined, expected: number): string[] {
  return found === expected ? [] : [`${name}: ${found} instead of ${expected} was lost`]
}
