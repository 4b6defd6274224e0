import { parseArgs } from 'node:util'
import { type CommandResult, checkCommand } from './check-command.js'
import { packsCommand } from './packs-command.js'

const USAGE = `canonry check <system>:<resource>@<dialect> <file…> [--at /pointer] [--json]
  decodes each document, encodes it again and compares; a directory or a glob names many files;
  the system may be the path of a module that exports a pack; exit code 1 if any document fails
canonry packs [--json]
  lists packs, resources, dialects and versions`

/** Runs the command line without the program's name; never throws for what a user typed. */
export async function runCommand(words: readonly string[]): Promise<CommandResult> {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        at: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { output: USAGE, exitCode: 0 }
    return await choose(positionals, values)
  } catch (error) {
    return { output: `${(error as Error).message}\n${USAGE}`, exitCode: 2 }
  }
}

async function choose(
  [command, selector, ...targets]: readonly string[],
  { at, json }: { readonly at?: string | undefined; readonly json: boolean },
): Promise<CommandResult> {
  if (command === 'packs') return packsCommand({ json })
  if (command !== 'check' || !selector || targets.length === 0) {
    return { output: USAGE, exitCode: 2 }
  }
  return checkCommand({ selector, targets, json, ...(at === undefined ? {} : { at }) })
}
