import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { type CommandResult, checkCommand } from './check-command.js'
import { coverageCommand } from './coverage-command.js'
import { docsCommand } from './docs-command.js'
import { eventsCommand } from './events-command.js'
import { packsCommand } from './packs-command.js'
import { USAGES } from './usages.js'

const OPTIONS = {
  at: { type: 'string' },
  spec: { type: 'string' },
  type: { type: 'string' },
  out: { type: 'string' },
  format: { type: 'string' },
  address: { type: 'string' },
  strict: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

interface Command {
  /** The options that it takes, beside `--help`. */
  readonly options: readonly (keyof typeof OPTIONS)[]
  /** Says what is missing or too much; `undefined` where the words will do. */
  readonly lacks?: (words: readonly string[], values: Values) => string | undefined
  readonly run: (words: readonly string[], values: Values) => Promise<CommandResult>
}

const COMMANDS: Readonly<Record<string, Command>> = {
  check: {
    options: ['at', 'json'],
    lacks: ([selector, ...files], { at }) => {
      if (!selector) return 'check needs to know what the documents are: shopify:order@webhook'
      if (files.length === 0) return `check needs documents of ${selector}: files, folders, globs`
      return at === undefined || /^(\/|$)/.test(at) ? undefined : `--at is a pointer: /${at}`
    },
    run: ([selector = '', ...targets], { json = false, at }) =>
      checkCommand({ selector, targets, json, ...given({ at }) }),
  },
  coverage: {
    options: ['spec', 'type', 'strict', 'json'],
    lacks: ([selector, ...more], { spec, type }) => {
      if (!selector) return 'coverage needs a system, or one resource of it: shopify:order@webhook'
      if (more.length > 0) return `coverage measures one thing at a time: ${more[0]} is too much`
      const isLost = type !== undefined && spec === undefined
      return isLost
        ? '--type names a part of a specification: name its file with --spec'
        : undefined
    },
    run: ([selector = ''], { json = false, strict = false, spec, type }) =>
      coverageCommand({ selector, json, strict, ...given({ spec, type }) }),
  },
  docs: {
    options: ['out', 'format'],
    run: (packs, { out = 'canonry-docs', format }) =>
      docsCommand({ packs, out, ...given({ format }) }),
  },
  events: {
    options: ['address'],
    run: async (names, { address = 'events' }) => eventsCommand({ names, address }),
  },
  packs: {
    options: ['json'],
    lacks: ([word]) =>
      word === undefined ? undefined : `packs lists all packs: ${word} is too much`,
    run: async (_, { json = false }) => packsCommand({ json }),
  },
}

/** Runs the command line without the program's name; never throws for what a user typed. */
export async function runCommand(words: readonly string[]): Promise<CommandResult> {
  const read = readWords(words)
  if (typeof read === 'string') return { output: read, exitCode: 2 }
  const { values, positionals } = read
  const [name, ...rest] = positionals
  if (values.version) return { output: versionOf(), exitCode: 0 }
  if (name === 'help') return { output: usageOf(rest[0]), exitCode: 0 }
  if (values.help) return { output: usageOf(name), exitCode: 0 }
  if (name === undefined) return { output: usageOf(), exitCode: 2 }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    const known = Object.keys(COMMANDS).join(', ')
    return { output: `there is no command "${name}": there are ${known}`, exitCode: 2 }
  }
  const wrong = strangerOf(name, command, values) ?? command.lacks?.(rest, values)
  if (wrong !== undefined) return { output: `${wrong}\n${usageOf(name)}`, exitCode: 2 }
  try {
    return await command.run(rest, values)
  } catch (error) {
    return { output: (error as Error).message, exitCode: 2 }
  }
}

function readWords(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options: OPTIONS })
  } catch (error) {
    // what follows the first sentence is advice to authors of scripts
    const [problem] = (error as Error).message.split('. ')
    return `${problem}\n${usageOf(words.find((word) => Object.hasOwn(COMMANDS, word)))}`
  }
}

// an option that is not heeded would look as if it were
function strangerOf(name: string, { options }: Command, values: Values): string | undefined {
  const stranger = Object.keys(values).find(
    (option) => !(options as readonly string[]).includes(option),
  )
  return stranger === undefined ? undefined : `${name} has no option --${stranger}`
}

function usageOf(name = ''): string {
  return USAGES[name] ?? Object.values(USAGES).join('\n')
}

function versionOf(): string {
  const { version } = createRequire(import.meta.url)('../package.json') as { version: string }
  return version
}

/** Only those options that were given. */
function given<K extends string>(
  options: Readonly<Record<K, string | undefined>>,
): { readonly [N in K]?: string } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { readonly [N in K]?: string }
}
