import fc from 'fast-check'
import { memoryStore } from '../../memory-store/memory-store.js'
import type { Store } from '../../store/store.js'
import type { OpenStore } from '../conformance/conformance-case.js'
import { withStores } from '../with-stores.js'
import { AT_MOST, claimBy, storeCommand } from './commands.js'
import { type ComparisonOptions, parametersOf } from './compare-stores.js'
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
  create: OpenStore,
  options: ComparisonOptions = {},
): Promise<void> {
  const property = fc.asyncProperty(interleaved, (commands) =>
    withStores(async (open) => keepApart(await open(create), commands)),
  )
  await fc.assert(property, parametersOf(options))
}

async function keepApart(store: Store, commands: readonly TenantCommand[]): Promise<void> {
  const pairOf = (tenant: string) =>
    createPair(memoryStore(store.capabilities).open(tenant, AUDITED), store.open(tenant, AUDITED))
  const pairs = TENANTS.map(pairOf)
  const silent = pairOf('acme2')
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
