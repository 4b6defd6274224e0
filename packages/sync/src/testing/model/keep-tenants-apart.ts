import fc from 'fast-check'
import { memoryStore } from '../../memory-store/memory-store.js'
import type { Store } from '../../store/store.js'
import { AT_MOST, claimBy, storeCommand } from './commands.js'
import type { ComparisonOptions } from './compare-stores.js'
import { compareBoth, createPair, type Pair, type StoreCommand } from './pair.js'

const TENANTS = ['acme', 'ACME'] as const
const AUDITED = { audit: true } as const

/**
 * Asks one store things for several tenants, in any order among them, and holds what each can see
 * after every command against a memory store of its own: each must see what it would see alone, and one that
 * asks for nothing sees nothing.
 *
 * All of them use the same names: connections, ids, refs, event ids, effect keys, workers,
 * fingerprints. Rejects with the shortest list of commands after which one tenant sees another.
 * Needs `fast-check`.
 */
export async function keepTenantsApart(
  create: () => Store | Promise<Store>,
  { runs = 100, ...options }: ComparisonOptions = {},
): Promise<void> {
  const property = fc.asyncProperty(interleaved, async (commands) => {
    const store = await create()
    const pairs = TENANTS.map((tenant) =>
      createPair(
        memoryStore(store.capabilities).open(tenant, AUDITED),
        store.open(tenant, AUDITED),
      ),
    )
    const silent = createPair(
      memoryStore(store.capabilities).open('acme2', AUDITED),
      store.open('acme2', AUDITED),
    )
    const told: string[] = []
    for (const { tenant, command } of [...claims, ...commands]) {
      told.push(`${TENANTS[tenant]}: ${command.name}`)
      try {
        await ask(pairs, { tenant, command })
      } catch (problem) {
        throw new Error(`after these commands:\n${told.join('\n')}`, { cause: problem })
      }
    }
    await compareBoth(silent)
  })
  await fc.assert(property, { numRuns: runs, ...options })
}

interface TenantCommand {
  /** Which of them asks. */
  readonly tenant: number
  readonly command: StoreCommand
}

const claims = TENANTS.map((_, tenant): TenantCommand => ({ tenant, command: claimBy('worker-1') }))

const interleaved = fc.array(
  fc.record({ tenant: fc.nat(TENANTS.length - 1), command: storeCommand }),
  { ...AT_MOST, maxLength: TENANTS.length * AT_MOST.maxLength },
)

async function ask(pairs: readonly Pair[], { tenant, command }: TenantCommand): Promise<void> {
  const pair = pairs[tenant]
  if (!pair) return
  await command.run(pair)
  for (const each of pairs) await compareBoth(each)
}
