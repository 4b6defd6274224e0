import { z } from 'zod'
import { personalData } from './personal-data.js'

/**
 * Fields of a user's own, by name; any JSON value.
 *
 * The model gives them no meaning: an overlay of a connection's mapping types and fills them.
 * Personal by default, because nobody here knows what a shop keeps in them.
 */
export const Attributes = personalData(
  z
    .record(z.string(), z.json())
    .describe(
      'Fields of your own, by name; any JSON value. Personal by default, because nobody here knows what they hold.',
    ),
  'direct',
)
export type Attributes = z.infer<typeof Attributes>
