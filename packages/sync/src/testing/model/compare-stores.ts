import fc from 'fast-check'
import { memoryStore } from '../../memory-store/memory-store.js'
import type { Store } from '../../store/store.js'
import type { OpenStore } from '../conformance/conformance-case.js'
import { withStores } from '../with-stores.js'
import { AT_MOST, claimBy, storeCommand } from './commands.js'
import { compareBoth, createPair, type StoreCommand } from './pair.js'

const AUDITED = { audit: true } as const

/** How long and how a store is compared with the model. */
export interface ComparisonOptions {
  /** Default 100. */
  readonly runs?: number
  /** Repeats a run; it stands in the message of a failure. */
  readonly seed?: number
  /** Whether a failure is told as it was found, and not made short first. */
  readonly endOnFailure?: boolean
}

/**
 * Asks a store and the memory store the same things, in any order, and compares after each what they
 * answer and all that can be seen of them; a second tenant of the store must see nothing of it. Each store is
 * closed again.
 *
 * Rejects with the shortest list of commands after which the two differ. Needs `fast-check`.
 */
export async function compareWithModel(
  create: OpenStore,
  options: ComparisonOptions = {},
): Promise<void> {
  const property = fc.asyncProperty(fc.array(storeCommand, AT_MOST), (commands) =>
    withStores(async (open) => compareWith(await open(create), commands)),
  )
  await fc.assert(property, parametersOf(options))
}

/** The options as fast-check takes them; throws where nothing would be run, so that nothing could fail. */
export function parametersOf({ runs = 100, ...options }: ComparisonOptions) {
  if (Number.isSafeInteger(runs) && runs > 0) return { numRuns: runs, ...options }
  throw new TypeError(`runs is ${runs}: give a whole number from 1`)
}

async function compareWith(store: Store, commands: readonly StoreCommand[]): Promise<void> {
  const pair = createPair(
    memoryStore(store.capabilities).open('acme', AUDITED),
    store.open('acme', AUDITED),
  )
  const done: string[] = []
  for (const { name, run } of [claimBy('worker-1'), ...commands]) {
    done.push(name)
    try {
      await run(pair)
      await compareBoth(pair)
    } catch (problem) {
      throw new Error(`after these commands:\n${done.join('\n')}`, { cause: problem })
    }
  }
  // whatever one tenant did, another one of the same store has nothing
  await compareBoth(createPair(memoryStore().open('other'), store.open('other')))
}
