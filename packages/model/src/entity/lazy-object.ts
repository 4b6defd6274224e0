import { z } from 'zod'

/**
 * An object schema, as `z.object` makes it, whose fields are made when those of any such schema are
 * first needed: importing the model makes none.
 */
export function lazyObject<Shape extends z.core.$ZodLooseShape>(
  fields: () => Shape,
): z.ZodObject<z.core.util.Writeable<Shape>, z.core.$strip> {
  return lazily(fields) as z.ZodObject<z.core.util.Writeable<Shape>, z.core.$strip>
}

/** The same as `z.looseObject` makes it: fields that it does not declare are kept. */
export function lazyLooseObject<Shape extends z.core.$ZodLooseShape>(
  fields: () => Shape,
): z.ZodObject<z.core.util.Writeable<Shape>, z.core.$loose> {
  const schema = lazily(fields, { catchall: z.unknown() })
  return schema as unknown as z.ZodObject<z.core.util.Writeable<Shape>, z.core.$loose>
}

function lazily(
  fields: () => z.core.$ZodLooseShape,
  others: Pick<z.core.$ZodObjectDef, 'catchall'> = {},
): z.ZodObject {
  const schema = new z.ZodObject({
    type: 'object',
    ...others,
    get shape() {
      const shape = fields()
      Object.defineProperty(this, 'shape', { value: shape })
      makeOthers()
      return shape
    },
  })
  unmade.push(schema)
  return schema
}

const unmade: z.ZodObject[] = []

// zod takes an object whose inner fields it cannot see yet for one that contains itself, and reads
// that one more slowly for ever
function makeOthers(): void {
  for (const schema of unmade.splice(0)) void schema.shape
}
