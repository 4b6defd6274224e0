/**
 * Writes `docs/packs`: the Markdown page of every pack that the command knows, as `canonry docs`
 * does. `--check` writes nothing and fails on a stale page.
 */
import { markdownPage } from '../packages/cli/src/docs/markdown-page.js'
import { pageOf } from '../packages/cli/src/docs-command.js'
import { KNOWN_PACKS } from '../packages/cli/src/known-packs.js'
import { keepPages } from './pages/keep-pages.js'

const pages = KNOWN_PACKS.map(
  async (pack) => [pack.system, markdownPage(await pageOf(pack, pack.system))] as const,
)

keepPages('docs/packs', new Map(await Promise.all(pages)))
