import { z } from 'zod'
import { Instant } from '../value/instant.js'
import { Attributes } from './attributes.js'
import { Ref } from './ref.js'

/** The names of an entity. */
export const refs = z
  .array(Ref)
  .describe('Its names in outside systems; the first is that of the source it came from.')

/** The label of a state, beside the state itself. */
export const stateLabel = z
  .string()
  .optional()
  .describe("The source's own word for the state, kept as it was said.")

/** When the source last changed an entity. */
export const updatedAt = Instant.optional().describe(
  "When it was last changed, by the source's clock.",
)

/** What a user keeps beside the model's fields. */
export const attributes = Attributes.optional().describe(
  "Fields of the merchant's own, by name; an overlay of the mapping fills them.",
)
