import { type AnyMapping, type MappingRow, rows } from '@canonry/mapping'
import type { EntityName } from '@canonry/model'
import type { Pack, ResourcePart } from '@canonry/pack'
import { code, dotted, plain, table } from './markdown.js'
import { wirePlaces } from './wire-places.js'

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
  const said = rows(mapping)
  const mapped = grouped(said.filter(({ entity }) => entity !== ''))
  const carried = said.filter(({ rule }) => rule === 'preserved').map(({ wire }) => wire)
  const ignored = said.filter(({ rule }) => rule === 'ignored')
  const folded = isFolded
    ? [
        'The source keeps it flat; the places are those of the document after it was brought together.',
      ]
    : []
  return [
    `### ${system}`,
    [`In ${places.join(', ')}.`, ...folded].join(' '),
    table(mapped, COLUMNS),
    ...(carried.length === 0
      ? []
      : [`Carried unread, so that it comes back as it was: ${code(wirePlaces(carried))}.`]),
    ...ignored.map(({ wire, loss = '' }) => `Ignored: ${code(dotted(wire))}, ${plain(loss)}.`),
  ].join('\n\n')
}

/** What one field is read from, by one rule. */
interface Kept extends Omit<MappingRow, 'wire'> {
  readonly wires: readonly string[]
}

/** Rows of one field and one rule as one, in the order of the mapping. */
function grouped(said: readonly MappingRow[]): readonly Kept[] {
  const kept = new Map<string, Kept>()
  for (const { wire, ...row } of said) {
    const key = JSON.stringify(row)
    const wires = [...(kept.get(key)?.wires ?? []), ...(wire === '' ? [] : [wire])]
    kept.set(key, { ...row, wires })
  }
  return [...kept.values()]
}

const COLUMNS = [
  { heading: 'field', cell: ({ entity }: Kept) => code(dotted(entity)) },
  { heading: 'kept in', cell: keptIn },
  { heading: 'how', cell: how },
  { heading: 'what is lost, or why it is not there', cell: remark },
]

function keptIn({ wires, rule }: Kept): string {
  if (rule === 'absent') return '–'
  return code(wirePlaces(wires))
}

function how({ rule, write }: Kept): string {
  if (rule === 'absent') return ''
  return write === undefined ? plain(rule) : `${plain(rule)}; changed by ${code(write)}`
}

function remark({ loss, note }: Kept): string {
  return plain([loss, note].filter((text) => text !== undefined).join('; '))
}
