import { pathToFileURL } from 'node:url'
import type { Pack } from '@canonry/pack'
import { netsuite } from '@canonry/pack-netsuite'
import { square } from '@canonry/pack-pos-square'
import { shopify } from '@canonry/pack-shopify'
import { err, ok, type Result } from 'neverthrow'

/** What the command needs to know of a pack. */
export type KnownPack = Pick<Pack, 'system' | 'versions' | 'resources'>

/** The packs that come with the command. */
export const KNOWN_PACKS: readonly KnownPack[] = [netsuite, shopify, square]

/** The package of a pack that comes with the command, by its system's name; none of any other. */
export function packageOf(system: string): string | undefined {
  if (!KNOWN_PACKS.some((pack) => pack.system === system)) return undefined
  return system === square.system ? '@canonry/pack-pos-square' : `@canonry/pack-${system}`
}

/** A pack by its system's name, or a user's own by the path of the module that exports it. */
export async function findPack(name: string): Promise<Result<KnownPack, string>> {
  const known = KNOWN_PACKS.find(({ system }) => system === name)
  if (known) return ok(known)
  if (!/[./\\]/.test(name)) {
    const systems = KNOWN_PACKS.map(({ system }) => system).join(', ')
    return err(`no pack "${name}": known are ${systems}; your own pack goes by its module's path`)
  }
  return loadPack(name)
}

async function loadPack(path: string): Promise<Result<KnownPack, string>> {
  try {
    const exported: unknown[] = Object.values(await import(pathToFileURL(path).href))
    const pack = exported.find(isPack)
    return pack ? ok(pack) : err(`${path} exports no pack: export what definePack returns`)
  } catch (error) {
    return err(`${path} cannot be loaded: ${(error as Error).message}`)
  }
}

function isPack(value: unknown): value is KnownPack {
  const candidate = value as Partial<KnownPack> | null
  return typeof candidate?.system === 'string' && typeof candidate.resources === 'object'
}
