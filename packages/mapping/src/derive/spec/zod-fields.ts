import { z } from 'zod'
import { schemaSpec } from './json-schema-fields.js'
import type { Spec } from './spec.js'

/** A zod schema as a specification of the documents that it takes. */
export function zodSpec(schema: z.ZodType, { title }: { readonly title: string }): Spec {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'ref' })
  return schemaSpec({ root, schema: root, title })
}
