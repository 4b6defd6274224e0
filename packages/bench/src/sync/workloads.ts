import { type Company, openCompany } from './company.js'
import { levelDocument } from './depot.js'
import { type Held, watchEventLoop } from './held.js'
import type { StoreKind } from './open-store.js'

/** What a workload came to; a run that its oracle objects to has no figure. */
export interface Outcome {
  readonly name: string
  readonly store: StoreKind
  /** What is counted. */
  readonly unit: 'facts' | 'effects'
  readonly perSecond: number
  /** The least that is asked for, per second. */
  readonly target: number
  /** For how long the workload held the event loop. */
  readonly held: Held
  /** What the oracle found wrong: losses, doubles and wrong order. */
  readonly violations: readonly string[]
}

const BATCH = 500
const LEVELS = 1_000

/** Facts of 1,000 levels, ingested while a worker applies them, each level's in order. */
export async function orderedFacts(
  store: StoreKind,
  { facts, target }: { facts: number; target: number },
): Promise<Outcome> {
  await using company = openCompany(store)
  await using _ = await company.sync.start()
  const eventLoop = watchEventLoop()
  const start = performance.now()
  for (let first = 0; first < facts; first += BATCH) {
    await ingestTurns(company, { first, count: Math.min(BATCH, facts - first), levels: LEVELS })
  }
  await company.idle()
  const perSecond = (facts * 1_000) / (performance.now() - start)
  const held = eventLoop.stop()
  const violations = company.ledger.judge(newestOf({ facts, levels: LEVELS }), [])
  const name = `${facts} facts, ordered over ${LEVELS} levels, ingested and applied`
  return { name, store, unit: 'facts', perSecond, target, held, violations }
}

/** Effects of many lanes that piled up while their connection was paused. */
export async function effectsOfLanes(
  store: StoreKind,
  { lanes, target }: { lanes: number; target: number },
): Promise<Outcome> {
  await using company = openCompany(store, { shops: 1 })
  const { sync, ledger } = company
  const by = { actor: 'bench', why: 'to let effects pile up' }
  await sync.pause('shop-0', by)
  await using _ = await sync.start()
  for (let first = 0; first < lanes; first += BATCH) {
    await ingestTurns(company, { first, count: Math.min(BATCH, lanes - first), levels: lanes })
  }
  await company.decided()
  const eventLoop = watchEventLoop()
  const start = performance.now()
  await sync.unpause('shop-0', by)
  await company.idle()
  const perSecond = (lanes * 1_000) / (performance.now() - start)
  const held = eventLoop.stop()
  const violations = ledger.judge(newestOf({ facts: lanes, levels: lanes }), ['shop-0'])
  const name = `${lanes} effects of as many lanes, sent in calls of 100`
  return { name, store, unit: 'effects', perSecond, target, held, violations }
}

/** A part of the turns. */
export interface Part {
  readonly first: number
  readonly count: number
  readonly levels: number
}

/** Ingests facts of levels in turn, each a newer version than the one of its level before. */
export async function ingestTurns(
  { sync }: Company,
  { first, count, levels }: Part,
): Promise<void> {
  const documents = Array.from({ length: count }, (_, index) => {
    const turn = first + index
    return levelDocument(turn % levels, 1 + Math.floor(turn / levels))
  })
  await sync.ingest('depot', documents)
}

/** The newest version of each level after so many turns. */
export function newestOf({
  facts,
  levels,
}: {
  facts: number
  levels: number
}): Map<string, number> {
  const keys = Array.from({ length: Math.min(facts, levels) }, (_, key) => key)
  return new Map(keys.map((key) => [`L${key}`, 1 + Math.floor((facts - 1 - key) / levels)]))
}
