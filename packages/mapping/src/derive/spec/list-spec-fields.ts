import { escapePointer } from '@canonry/model'
import type { FieldList } from './listed-fields.js'
import type { Spec, SpecContent } from './spec.js'

const DEEPEST = 32

/**
 * All fields of a specification, at every depth, as a list that can be kept in a file.
 *
 * What contains itself is listed once on every way down, and nothing below 32 levels: only
 * specifications of documents have a list worth keeping, those of whole interfaces have not.
 */
export function listSpecFields({ title, content }: Spec): FieldList {
  const fields: string[] = []
  const deprecated: string[] = []
  const visit = (inside: SpecContent, pointer: string, around: readonly object[]): void => {
    if (around.length > DEEPEST) return
    for (const field of inside.fields) {
      const place = `${pointer}/${escapePointer(field.name)}`
      fields.push(place)
      if (field.deprecated !== undefined) deprecated.push(place)
      const next = field.content()
      if (!around.includes(next.is)) visit(next, place, [...around, next.is])
    }
  }
  const whole = content()
  visit(whole, '', [whole.is])
  return { title, fields, ...(deprecated.length === 0 ? {} : { deprecated }) }
}
