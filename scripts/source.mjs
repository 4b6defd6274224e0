/**
 * Runs the workspace from source: `node --import ./scripts/source.mjs <file.ts>`, no build needed.
 *
 * `@canonry/<name>[/<entry>]` resolves to that package's `src`, and `./x.js` to `./x.ts` where only
 * the source exists. Node 24 strips the types itself. Where the tests have built the programs of threads
 * (`built-threads.ts`), threads run those.
 */
import { existsSync } from 'node:fs'
import { enableCompileCache, registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const packages = new URL('../packages/', import.meta.url)
const threads = process.env.CANONRY_THREADS && new URL('../.canonry/threads/', import.meta.url)

// every thread of a store starts anew
enableCompileCache()
registerHooks({
  resolve(specifier, context, next) {
    return next(sourceOf(specifier, context.parentURL) ?? specifier, context)
  },
})

function sourceOf(specifier, parent) {
  const workspace = /^(?:@canonry\/([a-z-]+)|(canonry))(?:\/([a-z/]+))?$/.exec(specifier)
  if (workspace) {
    const [, name, cli, entry] = workspace
    const folder = `${name ?? (cli && 'cli')}/src/${entry ? `${entry}/` : ''}index.ts`
    return new URL(folder, packages).href
  }
  const thread = threads && /\/([a-z-]+)\/src\/thread\.js$/.exec(specifier)
  if (thread) return new URL(`${thread[1]}.js`, threads).href
  if (!/^(\.|file:).*\.js$/.test(specifier)) return undefined
  const source = new URL(`${specifier.slice(0, -3)}.ts`, parent)
  const isSource = existsSync(fileURLToPath(source)) && !existsSync(new URL(specifier, parent))
  return isSource ? source.href : undefined
}
