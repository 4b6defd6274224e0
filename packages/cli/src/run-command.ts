import { parseArgs } from 'node:util'
import { type CommandResult, checkCommand } from './check-command.js'
import { coverageCommand } from './coverage-command.js'
import { docsCommand } from './docs-command.js'
import { eventsCommand } from './events-command.js'
import { packsCommand } from './packs-command.js'

const USAGE = `canonry check <system>:<resource>@<dialect> <file…> [--at /pointer] [--json]
  decodes each document, encodes it again and compares; a directory or a glob names many files;
  the system may be the path of a module that exports a pack; exit code 1 if any document fails
canonry coverage <system>[:<resource>@<dialect>] [--spec file] [--type name] [--strict] [--json]
  accounts for every field of the official specification: mapped, preserved, ignored or unmapped;
  a file may hold OpenAPI, Swagger, JSON Schema, a GraphQL introspection or a list of fields, and
  --type names the part of it that is meant; with --strict exit code 1 if anything is unmapped
canonry docs [system…] [--out dir] [--format md|html]
  writes a page per pack: what is kept where, what is lost, what can be changed, what is personal
canonry events [entity…] [--address name]
  prints the AsyncAPI 3.0 document of the canonical events, with the JSON Schemas of the entities
canonry packs [--json]
  lists packs, resources, dialects and versions`

const OPTIONS = {
  at: { type: 'string' },
  spec: { type: 'string' },
  type: { type: 'string' },
  out: { type: 'string', default: 'canonry-docs' },
  format: { type: 'string' },
  address: { type: 'string', default: 'events' },
  strict: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** Runs the command line without the program's name; never throws for what a user typed. */
export async function runCommand(words: readonly string[]): Promise<CommandResult> {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: OPTIONS,
    })
    if (values.help) return { output: USAGE, exitCode: 0 }
    return await choose(positionals, values)
  } catch (error) {
    return { output: `${(error as Error).message}\n${USAGE}`, exitCode: 2 }
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

async function choose(
  [command, ...words]: readonly string[],
  { at, spec, type, out, format, address, strict, json }: Values,
): Promise<CommandResult> {
  const [selector, ...targets] = words
  if (command === 'packs') return packsCommand({ json })
  if (command === 'events') return eventsCommand({ names: words, address })
  if (command === 'docs') return docsCommand({ packs: words, out, ...given({ format }) })
  if (command === 'coverage' && selector && targets.length === 0) {
    return coverageCommand({ selector, json, strict, ...given({ spec, type }) })
  }
  if (command === 'check' && selector && targets.length > 0) {
    return checkCommand({ selector, targets, json, ...given({ at }) })
  }
  return { output: USAGE, exitCode: 2 }
}

/** Only those options that were given. */
function given<K extends string>(
  options: Readonly<Record<K, string | undefined>>,
): { readonly [N in K]?: string } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { readonly [N in K]?: string }
}
