import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Makes files of a program and all that it imports, so that it starts in no time; its path. */
export async function buildProgram(program: URL, folder: string): Promise<string> {
  const outDir = join(folder, 'program')
  await build({
    // the store starts its threads from a file beside it
    entry: {
      program: fileURLToPath(program),
      thread: join(root, 'packages/store-sqlite/src/thread.ts'),
    },
    outDir,
    format: ['esm'],
    target: 'node20',
    tsconfig: join(root, 'tsconfig.json'),
    noExternal: [/./],
    splitting: false,
    config: false,
    silent: true,
  })
  writeFileSync(join(outDir, 'package.json'), '{ "type": "module" }')
  return join(outDir, 'program.js')
}
