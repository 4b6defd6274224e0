import { type DecodedPart, decodeResource, type Resource } from '@canonry/pack'
import { square } from '../src/index.js'
import { MERCHANT, type World } from './world.js'

/** All entities that a pull brings. */
export async function pulled({ connector }: World): Promise<DecodedPart[]> {
  const parts: DecodedPart[] = []
  let cursor: string | undefined
  do {
    const page = (await connector.pull?.(cursor))?._unsafeUnwrap()
    for (const { resource, text } of page?.documents ?? []) {
      const known = square.resources[resource] as Resource
      parts.push(...decodeResource(known, JSON.parse(text), { account: MERCHANT })._unsafeUnwrap())
    }
    cursor = page?.next
  } while (cursor !== undefined)
  return parts
}
