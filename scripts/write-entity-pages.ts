/**
 * Writes `docs/entities`: one page per entity, one for the types that they share, and an index.
 *
 * The words come from the schemas, the channels from the packs that the command knows. `--check`
 * writes nothing and fails on a stale page.
 */
import { contractName, type EntityName, entities } from '@canonry/model'
import { KNOWN_PACKS } from '../packages/cli/src/known-packs.js'
import { entityPage } from './pages/entity-page.js'
import { indexPage } from './pages/index-page.js'
import { keepPages } from './pages/keep-pages.js'
import { valuesPage } from './pages/values-page.js'

const names = Object.keys(entities) as EntityName[]
const pages = [
  ['README', indexPage(KNOWN_PACKS)] as const,
  ['values', valuesPage()] as const,
  ...names.map((name) => [contractName(name), entityPage(name, KNOWN_PACKS)] as const),
]

keepPages('docs/entities', new Map(pages))
