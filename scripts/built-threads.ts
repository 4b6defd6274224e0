/**
 * Builds the programs of threads before the tests run. Hundreds of stores start a thread or two each, and from
 * source such a thread is six hundred modules and half a second.
 */
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'
import type { TestProject } from 'vitest/node'

const root = fileURLToPath(new URL('..', import.meta.url))

export default async function setup(project: TestProject): Promise<void> {
  await buildThreads()
  project.onTestsRerun(buildThreads)
  // read by `source.mjs`
  process.env['CANONRY_THREADS'] = '1'
}

async function buildThreads(): Promise<void> {
  await build({
    entry: { 'store-sqlite': `${root}packages/store-sqlite/src/thread.ts` },
    outDir: `${root}.canonry/threads`,
    tsconfig: `${root}tsconfig.json`,
    // all in one file, packages of others included
    noExternal: [/./],
    ...{ format: ['esm'], target: 'node20', platform: 'node', sourcemap: true },
    ...{ config: false, silent: true, clean: true, splitting: false },
  })
}
