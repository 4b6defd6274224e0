import type { AnyMapping } from '@canonry/mapping'
import type { EntityName } from '@canonry/model'
import type { Pack, ResourcePart } from '@canonry/pack'
import { type FieldEntry, fieldEntries } from '../../packages/cli/src/docs/field-entries.js'
import { code, plain, table } from '../../packages/cli/src/docs/markdown.js'
import { ignoredTable, keptIn, remark } from '../../packages/cli/src/docs/markdown-page.js'
import { byReason } from '../../packages/cli/src/docs/pack-page.js'
import { dotted, shortPlaces } from '../../packages/cli/src/docs/places.js'

/** What is asked of a pack. */
export type PackOnPages = Pick<Pack, 'system' | 'resources'>

/** How one pack keeps an entity, and in which of its resources. */
export interface Keeping {
  readonly system: string
  readonly mapping: AnyMapping
  readonly isFolded: boolean
  readonly places: readonly string[]
}

/** All ways in which the packs keep an entity; resources that share a mapping are one way. */
export function keepingsOf(entity: EntityName, packs: readonly PackOnPages[]): readonly Keeping[] {
  return packs.flatMap(({ system, resources }) => {
    const ways = new Map<AnyMapping, Keeping>()
    for (const { name, parts } of Object.values(resources)) {
      for (const part of parts.filter((each) => each.entity === entity)) {
        const { places = [] } = ways.get(part.mapping) ?? {}
        const way = { system, mapping: part.mapping, isFolded: part.fold !== undefined }
        ways.set(part.mapping, { ...way, places: [...places, placeWords(name, part)] })
      }
    }
    return [...ways.values()]
  })
}

/** One table per way in which a pack keeps the entity. */
export function channelsSection(keepings: readonly Keeping[]): string {
  if (keepings.length === 0) return 'No pack maps it yet.'
  return keepings.map(channelSection).join('\n\n')
}

function placeWords(name: string, { at }: ResourcePart): string {
  return at === undefined ? code(name) : `${code(name)} at ${code(dotted(at))}`
}

function channelSection({ system, mapping, places, isFolded }: Keeping): string {
  const { fields, carried, ignored } = fieldEntries(mapping, system)
  const folded = isFolded
    ? [
        'The source keeps it flat; the places are those of the document after it was brought together.',
      ]
    : []
  return [
    `### ${system}`,
    [`In ${places.join(', ')}.`, ...folded].join(' '),
    table(fields, COLUMNS),
    ...(carried.length === 0
      ? []
      : [`Carried unread, so that it comes back as it was: ${code(shortPlaces(carried))}.`]),
    ...(ignored.length === 0 ? [] : ['Ignored:', ignoredTable(byReason(ignored))]),
  ].join('\n\n')
}

const COLUMNS = [
  { heading: 'field', cell: ({ field }: FieldEntry) => code(field) },
  { heading: 'kept in', cell: keptIn },
  {
    heading: 'how',
    cell: ({ kind, rule }: FieldEntry) => (kind === 'absent' ? '' : plain(rule)),
  },
  { heading: 'what is lost, or why it is not there', cell: remark },
  { heading: 'changed by', cell: ({ write }: FieldEntry) => code(write) },
]
