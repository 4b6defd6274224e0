/**
 * Writes `docs/compatibility.md`: how often the classifier of schema changes is right about the
 * labelled changes, and what each of them breaks. `--check` writes nothing and fails on a stale page.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Compatibility, compareSchemas } from '@canonry/model'
import { code, plain, table } from '../packages/cli/src/docs/markdown.js'
import { keepPage } from './pages/keep-pages.js'

interface LabelledChange {
  readonly name: string
  readonly before: unknown
  readonly after: unknown
  readonly reader: Compatibility
  readonly writer: Compatibility
  readonly why: string
}

interface Topic {
  readonly name: string
  readonly changes: readonly LabelledChange[]
}

const folder = 'packages/model/test/compatibility-cases'
const topics = readdirSync(folder)
  .sort()
  .map((file): Topic => {
    const changes = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    return { name: file.replace('.json', '').replaceAll('-', ' '), changes }
  })
const all: Topic = { name: '**all**', changes: topics.flatMap(({ changes }) => changes) }

const INTRO = `\`compareSchemas\` says of a change of a JSON Schema whether it breaks somebody. Below is what it says of ${all.changes.length} changes that were labelled beforehand (\`${folder}\`), each in both directions. A break that is missed would hurt somebody unseen: there must be none. A false alarm costs a look: at most 5 % of what is compatible may be one.`

const WORDS = `\`reader\`: the schema of what we read; it breaks when it refuses what earlier writers send. \`writer\`: the schema of what we write; it breaks when it allows what earlier readers refuse.`

keepPage('docs/compatibility.md', page())

function page(): string {
  const parts = [
    '<!-- Written by `npm run docs:sync` from the labelled changes; edits are lost. -->',
    '# Compatibility of schemas',
    INTRO,
    table(
      [...topics, all],
      [
        { heading: 'changes of', cell: ({ name }) => name },
        { heading: 'labelled', cell: ({ changes }) => String(changes.length) },
        { heading: 'breaking, found', cell: (topic) => count(topic, 'breaking', 'breaking') },
        { heading: 'breaking, missed', cell: (topic) => count(topic, 'breaking', 'compatible') },
        {
          heading: 'compatible, let through',
          cell: (topic) => count(topic, 'compatible', 'compatible'),
        },
        {
          heading: 'compatible, false alarm',
          cell: (topic) => count(topic, 'compatible', 'breaking'),
        },
      ],
    ),
    '## What breaks whom',
    WORDS,
    ...topics.flatMap(({ name, changes }) => [
      `### ${name}`,
      table(changes, [
        { heading: 'change', cell: (change) => plain(change.name) },
        { heading: 'reader', cell: (change) => verdict(change, 'reader') },
        { heading: 'writer', cell: (change) => verdict(change, 'writer') },
        { heading: 'why', cell: ({ why }) => plain(why) },
      ]),
    ]),
  ]
  return `${parts.join('\n\n')}\n`
}

type Direction = 'reader' | 'writer'

function judged({ before, after }: LabelledChange, direction: Direction): Compatibility {
  return compareSchemas(before, after, { direction }).verdict
}

function count({ changes }: Topic, ...[label, found]: [Compatibility, Compatibility]): string {
  const directions = ['reader', 'writer'] as const
  const same = changes.flatMap((change) =>
    directions.filter(
      (direction) => change[direction] === label && judged(change, direction) === found,
    ),
  )
  return String(same.length)
}

/** The label, and the classifier's word where it is another one. */
function verdict(change: LabelledChange, direction: Direction): string {
  const found = judged(change, direction)
  const label = change[direction]
  return found === label ? label : `${label}, judged ${code(found)}`
}
