import { listFields, notesOf } from '@canonry/model'
import { plain } from '../../packages/cli/src/docs/markdown.js'
import { WRITTEN } from './entity-page.js'
import { fieldsSection } from './fields-section.js'
import { VALUES } from './values.js'

/** The page of the types that entities share. */
export function valuesPage(): string {
  const sections = Object.entries(VALUES).map(([name, schema]) => {
    const { description = '', unit } = notesOf(schema)
    const counted = unit === undefined ? '' : ` Unit: ${unit}.`
    const fields = listFields(schema).length === 0 ? [] : [fieldsSection(schema, '###')]
    return [`## ${name}`, `${plain(description)}${plain(counted)}`, ...fields].join('\n\n')
  })
  const intro = 'What entities share; their pages link here.'
  return `${[WRITTEN, '# Values', intro, ...sections].join('\n\n')}\n`
}
