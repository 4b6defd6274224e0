import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { Instant } from '../value/instant.js'

/** Our own id of an entity: opaque, minted once, never used again for another one. */
export const EntityId = z.string().min(1)
export type EntityId = z.infer<typeof EntityId>

/** Why someone holds that two things are the same. */
export const Evidence = lazyObject(() => ({
  kind: z
    .string()
    .min(1)
    .describe(
      '`origin`, `pushed`, `same-gtin`, `same-sku`, `same-number`, `manual`, or a word of your own.',
    ),
  detail: z.string().optional().describe('What was compared, such as the GTIN.'),
  by: personalData(z.string(), 'pseudonymous')
    .optional()
    .describe('Who decided it, where a person did.'),
  at: Instant.optional().describe('When it was decided.'),
}))
export type Evidence = z.infer<typeof Evidence>

/** The claim that an outside name is a name of one of our entities. */
export const Link = lazyObject(() => ({
  ref: Ref.describe('The outside name.'),
  id: EntityId.describe('The entity that it names.'),
  evidence: Evidence.describe('Why it is held to be so.'),
}))
export type Link = z.infer<typeof Link>

/** The claim that two of our ids turned out to be one entity: `from` is known as `into`. */
export const Alias = lazyObject(() => ({
  from: EntityId.describe('The id that is no longer used.'),
  into: EntityId.describe('The id under which the entity is known instead.'),
  evidence: Evidence.describe('Why it is held to be so.'),
}))
export type Alias = z.infer<typeof Alias>

/** All that a crosswalk holds, as data to store and to start again from. */
export const CrosswalkRecords = lazyObject(() => ({
  ids: z.array(EntityId).describe('All ids that were ever minted.'),
  links: z.array(Link).describe('All links that hold.'),
  aliases: z.array(Alias).describe('All aliases that hold.'),
}))
export type CrosswalkRecords = z.infer<typeof CrosswalkRecords>
