import { withStores } from '../with-stores.js'
import type { OpenStore, StoreConformanceCase } from './conformance-case.js'
import { storeConformance } from './store-conformance.js'

/** A store whose conformance is reported. */
export interface StoreUnderTest {
  readonly create: OpenStore
  /** Opens once more what was created last; absent where a store cannot be opened twice. */
  readonly reopen?: OpenStore
}

/** What became of a case: `skipped` names the capability that is missing. */
export interface ConformanceResult {
  readonly case: StoreConformanceCase
  readonly kind: 'passed' | 'skipped' | 'failed'
  readonly why?: string
}

/** Runs every case on a store, and answers what became of each. */
export async function reportConformance(
  store: StoreUnderTest,
): Promise<readonly ConformanceResult[]> {
  const results: ConformanceResult[] = []
  for (const each of storeConformance) results.push(await resultOf(each, store))
  return results
}

/** The capability because of which a case is skipped: a store misses it, or has it. */
export async function missingFor(
  { needs, unless }: StoreConformanceCase,
  { create, reopen }: StoreUnderTest,
): Promise<string | undefined> {
  if (needs === undefined && unless === undefined) return undefined
  const capabilities = await withStores(async (open) => (await open(create)).capabilities)
  if (unless && capabilities[unless]) return unless
  if (needs === undefined) return undefined
  const isGiven = reopen !== undefined || needs === 'manyWorkers'
  return isGiven && capabilities[needs] ? undefined : needs
}

async function resultOf(
  each: StoreConformanceCase,
  store: StoreUnderTest,
): Promise<ConformanceResult> {
  const missing = await missingFor(each, store)
  if (missing) return { case: each, kind: 'skipped', why: missing }
  try {
    await each.run(store.create, store.reopen)
    return { case: each, kind: 'passed' }
  } catch (problem) {
    const why = problem instanceof Error ? problem.message : 'something was thrown'
    return { case: each, kind: 'failed', why }
  }
}
