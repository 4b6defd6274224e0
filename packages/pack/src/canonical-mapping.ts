import { leaf, type Mapping, mapping, maybe, type RefContext } from '@canonry/mapping'
import { type Entities, type EntityName, entities } from '@canonry/model'
import { z } from 'zod'

const asItIs = leaf<unknown, unknown>({
  name: 'as it is',
  doc: 'taken as it is',
  lossless: true,
  decode: (value) => value,
  encode: (value) => value,
})

/** The mapping of documents that are entities already, for systems that speak the canonical model. */
export function canonicalMapping<N extends EntityName>(
  entity: N,
): Mapping<unknown, Entities[N], RefContext> {
  const canonical = entities[entity].schema as unknown as z.ZodObject
  const fields = Object.keys(canonical.shape)
  const wire = z.object(Object.fromEntries(fields.map((field) => [field, z.unknown()])))
  const map = ($: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(fields.map((field) => [field, maybe($[field] as never, asItIs as never)]))
  return mapping({ system: 'canonical', entity, wire, canonical, map: map as never }) as never
}
