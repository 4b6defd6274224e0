import { z } from 'zod'

/** How close a field is to a person, and thereby how it is stored, masked and erased. */
export type PersonalData = 'pseudonymous' | 'direct' | 'sensitive'

const personal = z.registry<{ readonly personal: PersonalData }>()

/** Marks a schema's values as personal data; the mark can be listed and changes nothing else. */
export function personalData<S extends z.ZodType>(schema: S, personalData: PersonalData): S {
  personal.add(schema, { personal: personalData })
  return schema
}

/** JSON Pointers (with `*` for array elements) of all fields of a schema that hold personal data. */
export function listPersonalData(schema: z.ZodType): Readonly<Record<string, PersonalData>> {
  const found: Record<string, PersonalData> = {}
  visit(schema, '', found)
  return found
}

function visit(schema: z.ZodType, path: string, found: Record<string, PersonalData>): void {
  const mark = personal.get(schema)
  if (mark) {
    found[path] = mark.personal
    return
  }
  if (schema instanceof z.ZodOptional) visit(schema.unwrap() as z.ZodType, path, found)
  if (schema instanceof z.ZodArray) visit(schema.element as z.ZodType, `${path}/*`, found)
  if (schema instanceof z.ZodObject) {
    for (const [key, field] of Object.entries(schema.shape)) {
      visit(field as z.ZodType, `${path}/${key}`, found)
    }
  }
}
