import { z } from 'zod'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { Instant } from '../value/instant.js'

/** Our own id of an entity: opaque, minted once, never used again for another one. */
export const EntityId = z.string().min(1)
export type EntityId = z.infer<typeof EntityId>

/** Why someone holds that two things are the same. */
export const Evidence = z.object({
  /** `origin`, `pushed`, `same-gtin`, `same-sku`, `same-number`, `manual`, or a word of your own. */
  kind: z.string().min(1),
  /** What was compared, such as the GTIN. */
  detail: z.string().optional(),
  /** Who decided it, where a person did. */
  by: personalData(z.string(), 'pseudonymous').optional(),
  at: Instant.optional(),
})
export type Evidence = z.infer<typeof Evidence>

/** The claim that an outside name is a name of one of our entities. */
export const Link = z.object({ ref: Ref, id: EntityId, evidence: Evidence })
export type Link = z.infer<typeof Link>

/** The claim that two of our ids turned out to be one entity: `from` is known as `into`. */
export const Alias = z.object({ from: EntityId, into: EntityId, evidence: Evidence })
export type Alias = z.infer<typeof Alias>

/** All that a crosswalk holds, as data to store and to start again from. */
export const CrosswalkRecords = z.object({
  ids: z.array(EntityId),
  links: z.array(Link),
  aliases: z.array(Alias),
})
export type CrosswalkRecords = z.infer<typeof CrosswalkRecords>
