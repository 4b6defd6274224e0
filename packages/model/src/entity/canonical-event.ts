import { z } from 'zod'
import { Instant } from '../value/instant.js'
import { LocalDate } from '../value/local-date.js'
import { lazyLooseObject } from './lazy-object.js'

// CloudEvents 1.0.2, "Naming conventions": lower case letters and digits; more than 20 are advised against
const ATTRIBUTE_NAME = /^[a-z0-9]{1,20}$/

/**
 * A change of a canonical entity as a CloudEvents 1.0 event in structured JSON
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md).
 *
 * Two events with one `source` and `id` are one event: whoever has seen it may drop it.
 * Extensions of others are kept where their names are allowed.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of fields, not steps
export const CanonicalEvent = lazyLooseObject(() => ({
  specversion: z.literal('1.0').describe('The version of CloudEvents.'),
  id: z
    .string()
    .min(1)
    .describe(
      'The same for the same version of the same entity from the same source, however often it is told.',
    ),
  source: z
    .string()
    .regex(/^\/[^/?#\s]+\/[^/?#\s]+$/)
    .describe('The account that the change comes from: `/shopify/acme`.'),
  type: z
    .string()
    .regex(/^retail\.[a-z-]+\.(?:created|changed|cancelled|deleted)\.v[1-9]\d*$/)
    .describe(
      "`retail.order.changed.v1`: the number is the major version of the entity's contract.",
    ),
  subject: z.string().min(1).describe('The entity, as its source names it.'),
  time: Instant.optional().describe(
    "When it changed, by the source's clock; absent where the source does not say it.",
  ),
  datacontenttype: z.literal('application/json').describe('What `data` is.'),
  dataschema: z.url().describe('The address of the JSON Schema that `data` fits.'),
  data: z
    .record(z.string(), z.unknown())
    .describe('The entity after the change; where it is gone, as it was last known.'),
  revision: z.int32().min(1).optional().meta({
    description: 'Counts the changes of the entity where it is told: the higher one is newer.',
    unit: 'changes of the entity',
  }),
  businessdate: LocalDate.optional().describe("The store's day that the change belongs to."),
  causationid: z
    .string()
    .min(1)
    .optional()
    .describe('The id of the event or fact that this one follows from.'),
  recordtime: Instant.optional().describe(
    'When it was recorded here; never before it was heard, whatever `time` says.',
  ),
  corrects: z
    .string()
    .min(1)
    .optional()
    .describe('The id of an earlier event that was wrong and that this one replaces.'),
})).superRefine((event, { addIssue }) => {
  for (const [name, value] of Object.entries(event)) {
    const message = attributeProblem(name, value)
    if (message !== undefined) addIssue({ code: 'custom', path: [name], message })
  }
})
export type CanonicalEvent = z.infer<typeof CanonicalEvent>

function attributeProblem(name: string, value: unknown): string | undefined {
  if (!ATTRIBUTE_NAME.test(name)) {
    return 'names of attributes are 1 to 20 lower case letters and digits, as in "traceid"'
  }
  if (name === 'data' || isExtensionValue(value)) return undefined
  return 'attributes are text, flags or whole numbers of 32 bits; objects belong into "data"'
}

// CloudEvents knows text, flags and 32-bit whole numbers in JSON
function isExtensionValue(value: unknown): boolean {
  if (typeof value === 'number') return (value | 0) === value
  return typeof value === 'string' || typeof value === 'boolean'
}
