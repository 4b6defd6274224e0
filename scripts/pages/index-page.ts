import {
  contractName,
  type EntityName,
  entities,
  listPersonalData,
  notesOf,
  USUAL_OWNERS,
  type UsualOwner,
} from '@canonry/model'
import { plain, table } from '../../packages/cli/src/docs/markdown.js'
import { keepingsOf, type PackOnPages } from './channels-section.js'
import { entityTitle, WRITTEN } from './entity-page.js'
import { ownerWords } from './fields-section.js'

const INTRO = `One page per entity: what its fields mean, what they count in, who usually owns them, which of them are personal, what is checked, and where each channel keeps them. The words come from the schemas in \`packages/model\`, the channels from the mappings of the packs; \`npm run docs:sync\` writes the pages, and \`npm run docs:check\` fails on a stale one.`

const PERSONAL = `\`direct\` names or reaches a person (a name, an address, free text). \`pseudonymous\` leads to a person together with other data (a customer's ref, a tracking number). \`sensitive\` must be protected beyond that; no entity holds any. How each class is stored, masked and erased follows from the mark, not from the page.`

const OWNERS = `Whose word on a field usually counts where several systems speak of it. It is a recommendation: who owns what is said by the configuration of a tenant, and what nobody owns by a rule belongs to the connection that the entity came from.`

/** The index of all pages, and the words that they use. */
export function indexPage(packs: readonly PackOnPages[]): string {
  const names = Object.keys(entities) as EntityName[]
  const owners = Object.entries(USUAL_OWNERS) as [UsualOwner, string][]
  const parts = [
    WRITTEN,
    '# Entities',
    INTRO,
    table(names, [
      { heading: 'entity', cell: (name) => `[${entityTitle(name)}](${contractName(name)}.md)` },
      { heading: 'what it is', cell: (name) => plain(noteOf(name).description ?? '') },
      { heading: 'usual owner', cell: (name) => ownerWords(noteOf(name).owner) },
      { heading: 'personal data', cell: classesOf },
      { heading: 'kept by', cell: (name) => keptBy(name, packs) },
    ]),
    'What they share, such as Money, Ref or Address: [values](values.md). How they move: [state machines](../state-machines.md).',
    '## Usual owners',
    OWNERS,
    table(owners, [
      { heading: 'owner', cell: ([owner]) => ownerWords(owner) },
      { heading: 'who that is', cell: ([, words]) => words },
    ]),
    '## Personal data',
    PERSONAL,
  ]
  return `${parts.join('\n\n')}\n`
}

function noteOf(name: EntityName) {
  return notesOf(entities[name].schema)
}

function classesOf(name: EntityName): string {
  return [...new Set(Object.values(listPersonalData(entities[name].schema)))].sort().join(', ')
}

function keptBy(name: EntityName, packs: readonly PackOnPages[]): string {
  return [...new Set(keepingsOf(name, packs).map(({ system }) => system))].join(', ')
}
