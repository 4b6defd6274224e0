import { ANY_OTHER } from '@canonry/mapping'
import type { ResourceCoverage } from '../resource-coverage.js'
import type { FieldEntry } from './field-entries.js'
import { code, plain, table } from './markdown.js'
import {
  type EntitySection,
  type Ignored,
  type PackPage,
  type Vocabulary,
  wordCount,
} from './pack-page.js'
import { dotted, shortPlaces } from './places.js'
import { systemName } from './system-name.js'

/** A pack's page in Markdown. */
export function markdownPage(page: PackPage): string {
  const { system, versions, sections } = page
  const name = systemName(system)
  const parts = [
    '<!-- Written by `canonry docs` from the mappings; edits are lost. -->',
    `# ${plain(name)}`,
    `What ${plain(name)} keeps where, and how it becomes canonical and back. Proven with ${versions.map(code).join(', ')}.`,
    '## Coverage',
    coverageText(page),
    ...(sections.length === 0 ? ['The pack maps nothing yet.'] : sections.map(sectionText)),
  ]
  return `${parts.join('\n\n')}\n`
}

function coverageText({ coverages, unmeasured }: PackPage): string {
  const rest = unmeasured.length === 0 ? [] : [unmeasuredText(unmeasured)]
  if (coverages.length === 0) return rest.join('\n\n') || 'There is nothing to measure.'
  return [
    'Every field of the official specification is mapped, preserved (carried as it is), ignored for a reason, or unmapped.',
    table(coverages, [
      { heading: 'resource', cell: ({ resource }) => code(resource) },
      { heading: 'specification', cell: ({ spec }) => plain(spec) },
      ...STATES.map((state) => ({
        heading: state,
        cell: ({ counts }: ResourceCoverage) => String(counts[state]),
      })),
    ]),
    ...coverages.flatMap(unmappedText),
    ...rest,
  ].join('\n\n')
}

const STATES = ['mapped', 'preserved', 'ignored', 'unmapped'] as const

function unmappedText({ resource, fields }: ResourceCoverage): readonly string[] {
  const open = fields.filter(({ state }) => state === 'unmapped').map(({ pointer }) => pointer)
  return open.length === 0 ? [] : [`Unmapped in ${code(resource)}: ${code(shortPlaces(open))}.`]
}

function unmeasuredText(resources: readonly string[]): string {
  return `No official specification is known of ${resources.map(code).join(', ')}.`
}

function sectionText(section: EntitySection): string {
  const { entity, places, isFolded, fields, vocabularies, carried, ignored } = section
  const where = places.map(({ resource, at }) =>
    at === '' ? code(resource) : `${code(resource)} at ${code(at)}`,
  )
  const folded = isFolded
    ? ' The source keeps it flat; the places are those of the document after it was brought together.'
    : ''
  return [
    `## ${plain(entity)}`,
    `In ${where.join(', ')}.${folded}`,
    table(fields, columnsFor(vocabularies)),
    ...vocabularies.map(vocabularyText),
    ...(carried.length === 0
      ? []
      : [
          `### Carried by ${plain(entity)}`,
          'Kept unread, so that it comes back as it was.',
          table(carried, [
            {
              heading: 'where',
              cell: ({ around }) => (around === '' ? 'the document' : code(around)),
            },
            { heading: 'fields', cell: ({ names }) => names.map(code).join(', ') },
          ]),
        ]),
    ...(ignored.length === 0 ? [] : [`### Ignored by ${plain(entity)}`, ignoredTable(ignored)]),
  ].join('\n\n')
}

/** What is ignored, one row per reason. */
export function ignoredTable(ignored: readonly Ignored[]): string {
  return table(ignored, [
    { heading: 'why', cell: ({ reason }) => plain(reason) },
    {
      heading: 'fields',
      cell: ({ wires }) => wires.map((wire) => code(dotted(wire))).join(', '),
    },
  ])
}

function columnsFor(vocabularies: readonly Vocabulary[]) {
  return [
    { heading: 'field', cell: ({ field }: FieldEntry) => code(field) },
    { heading: 'kept in', cell: keptIn },
    { heading: 'how', cell: (entry: FieldEntry) => how(entry, vocabularies) },
    { heading: 'example', cell: exampleText },
    { heading: 'what is lost, or why it is not there', cell: remark },
    { heading: 'changed by', cell: ({ write }: FieldEntry) => code(write) },
    {
      heading: 'personal data',
      cell: ({ kind, personal }: FieldEntry) => (kind === 'absent' ? '' : (personal ?? '')),
    },
  ]
}

/** The places that a field is kept in. */
export function keptIn({ kind, wires }: FieldEntry): string {
  return kind === 'absent' ? '–' : code(shortPlaces(wires))
}

function how({ kind, rule, id }: FieldEntry, vocabularies: readonly Vocabulary[]): string {
  if (kind === 'absent') return ''
  const words = vocabularies.find(({ fields }) => fields.some((each) => each.id === id))
  if (!words) return plain(rule)
  return `[one of ${wordCount(words)} words](#${words.id})`
}

function exampleText({ example }: FieldEntry): string {
  return example ? `${code(example.wire)} is ${code(example.entity)}` : ''
}

/** What is lost of a field, or why it is not there. */
export function remark({ loss, note }: FieldEntry): string {
  return plain([loss, note].filter(Boolean).join('; '))
}

function vocabularyText({ id, fields, meanings }: Vocabulary): string {
  return [
    // several entities have words of a field of the same name, so headings alone are no addresses
    `### <a id="${id}"></a>Words of ${plain(fields[0]?.field ?? '')}`,
    ...(fields.length > 1
      ? [
          `Also of ${fields
            .slice(1)
            .map(({ field }) => code(field))
            .join(', ')}.`,
        ]
      : []),
    table(meanings, [
      { heading: 'word', cell: ([word]) => (word === ANY_OTHER ? plain(word) : code(word)) },
      { heading: 'meaning', cell: ([, meaning]) => code(meaning) },
    ]),
  ].join('\n\n')
}
