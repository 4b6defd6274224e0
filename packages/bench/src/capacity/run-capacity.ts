import { type IdleCost, idleCost, tablesOf, type UnitCost, unitCost } from './measure-cost.js'
import { openPlant, type Plant } from './plant.js'

/** Everything that the page of capacity rests on. */
export interface CapacityFigures {
  readonly fresh: UnitCost
  readonly update: UnitCost
  readonly duplicate: UnitCost
  /** An update together with the effect that it leads to. */
  readonly told: UnitCost
  /** Bytes of each table for each fact, after a new and an updated version of every level. */
  readonly tables: ReadonlyMap<string, number>
  readonly growth: readonly UnitCost[]
  readonly lanes: readonly UnitCost[]
  /** Updates of one level, all in one shard. */
  readonly hot: UnitCost
  readonly connections: readonly Setup[]
  readonly workers: readonly Setup[]
}

/** What so many of something cost, idle and at work. */
export interface Setup {
  readonly count: number
  readonly idle: IdleCost
  readonly cost: UnitCost
}

/** How much is measured: 1 is the whole, in some minutes. */
export interface CapacityPlan {
  readonly scale: number
  progress(line: string): void
}

const ALONE = { workers: 1, connections: 1, shops: 0 }
const WITH_SHOP = { workers: 1, connections: 2, shops: 1 }
const PROBE = 5_000

/** Measures one after the other, each on a schema of its own. */
export async function runCapacity({ scale, progress }: CapacityPlan): Promise<CapacityFigures> {
  const sized = (count: number) => Math.max(20, Math.round(count * scale))
  const seconds = Math.max(1, 10 * scale)
  progress('costs of one')
  const costs = await basicCosts(sized(20_000))
  progress('growth')
  const growth = await growing([10_000, 100_000, 300_000].map(sized), sized(PROBE))
  progress('lanes')
  const lanes = await overLanes([10, 1_000, 10_000], sized(2 * PROBE))
  progress('one level')
  const hot = await oneLevel(sized(PROBE))
  progress('connections')
  const connections: Setup[] = []
  for (const count of [2, 100, 1_000]) {
    const plan = { ...WITH_SHOP, connections: count }
    connections.push({ count, ...(await setup(plan, { seconds, facts: sized(PROBE) })) })
  }
  progress('workers')
  const workers: Setup[] = []
  for (const count of [1, 2, 4]) {
    const plan = { ...ALONE, workers: count }
    workers.push({ count, ...(await setup(plan, { seconds, facts: sized(4 * PROBE) })) })
  }
  return { ...costs, growth, lanes, hot, connections, workers }
}

async function basicCosts(units: number) {
  const levels = range(units)
  await using plant = await warmPlant(ALONE)
  const before = await tablesOf(plant)
  const fresh = await telling(plant, { name: 'new entity', levels })
  const update = await telling(plant, { name: 'update of a known entity', levels })
  const tables = new Map(
    [...(await tablesOf(plant))].map(([name, bytes]) => [
      name,
      (bytes - (before.get(name) ?? 0)) / (2 * units),
    ]),
  )
  const again = { name: 'duplicate', units, work: () => plant.repeat(levels) }
  const duplicate = await unitCost(plant, again)
  await using selling = await warmPlant(WITH_SHOP)
  await selling.tell(levels)
  const told = await telling(selling, { name: 'update and its effect', levels })
  return { fresh, update, duplicate, told, tables }
}

async function growing(sizes: readonly number[], probe: number): Promise<readonly UnitCost[]> {
  await using plant = await warmPlant(ALONE)
  const rows: UnitCost[] = []
  let lying = 0
  for (const size of sizes) {
    await plant.tell(range(size - lying, lying))
    const step = Math.max(1, Math.floor(size / probe))
    const known = range(Math.min(probe, size)).map((turn) => turn * step)
    rows.push(await telling(plant, { name: `update, ${print(size)} entities`, levels: known }))
    const added = range(probe, size)
    rows.push(await telling(plant, { name: `new, ${print(size)} entities`, levels: added }))
    lying = size + probe
  }
  return rows
}

async function overLanes(counts: readonly number[], facts: number): Promise<readonly UnitCost[]> {
  const rows: UnitCost[] = []
  for (const count of counts) {
    await using plant = await warmPlant(WITH_SHOP)
    const levels = range(facts).map((turn) => turn % count)
    await plant.tell(range(Math.min(count, facts)))
    rows.push(await telling(plant, { name: `${print(count)} lanes`, levels }))
  }
  return rows
}

async function oneLevel(facts: number): Promise<UnitCost> {
  await using plant = await warmPlant(ALONE)
  return await telling(plant, { name: 'one entity, one shard', levels: range(facts).map(() => 0) })
}

type Load = { readonly seconds: number; readonly facts: number }

async function setup(plan: typeof ALONE, { seconds, facts }: Load) {
  await using plant = await warmPlant(plan)
  const levels = range(facts).map((turn) => turn % 1_000)
  const cost = await telling(plant, { name: 'fact', levels })
  return { cost, idle: await idleCost(plant, seconds) }
}

// the engine and the server have seen all statements before anything is measured
async function warmPlant(plan: typeof ALONE): Promise<Plant> {
  const plant = await openPlant(plan)
  await plant.tell(range(500, 10_000_000))
  return plant
}

function telling(
  plant: Plant,
  { name, levels }: { readonly name: string; readonly levels: readonly number[] },
): Promise<UnitCost> {
  return unitCost(plant, { name, units: levels.length, work: () => plant.tell(levels) })
}

function range(count: number, first = 0): readonly number[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => first + index)
}

function print(count: number): string {
  return count.toLocaleString('en-US')
}
