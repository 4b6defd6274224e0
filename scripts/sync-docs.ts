/**
 * Copies marked regions of real, tested code into the pages.
 *
 * A page asks for `<!-- snippet: path#region -->` above a code fence; this fills the fence. Without
 * `#region` the whole file is copied. With `--check` nothing is written and a stale page fails.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'

const SNIPPET = /<!-- snippet: ([^\s#]+)(?:#(\S+))? -->\n```(\w*)\n[\s\S]*?```/g

const pages = ['README.md', ...globSync('docs/**/*.md'), ...globSync('packages/*/README.md')]
const stale = pages.filter(refresh)

if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`stale snippets, run "npm run docs:sync":\n  ${stale.join('\n  ')}`)
  process.exitCode = 1
}

function refresh(page: string): boolean {
  const before = readFileSync(page, 'utf8')
  const after = before.replace(SNIPPET, (_, file, name, language) => {
    const place = name === undefined ? file : `${file}#${name}`
    return `<!-- snippet: ${place} -->\n\`\`\`${language}\n${region(file, name)}\n\`\`\``
  })
  if (!process.argv.includes('--check')) writeFileSync(page, after)
  return before !== after
}

function region(file: string, name: string | undefined): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  if (name === undefined) return lines.join('\n')
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`)
  const end = lines.findIndex((line) => line.trim() === `// #endregion ${name}`)
  if (start < 0 || end < start) throw new Error(`no region "${name}" in ${file}`)
  const body = lines.slice(start + 1, end)
  const indent = Math.min(...body.filter(Boolean).map((line) => line.search(/\S/)))
  return body.map((line) => line.slice(indent)).join('\n')
}
