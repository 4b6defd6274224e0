import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import LongestFirst from './scripts/longest-first.js'

const source = fileURLToPath(new URL('./scripts/source.mjs', import.meta.url))

// what is put in a module's place would stay there for the next file
const REPLACING = ['packages/store-sqlite/test/thread-that-dies.test.ts']

// what runs for minutes would do so in a heap that is full of what others have left
const LONG = ['packages/sync/test/simulation/*.test.ts']

export default defineConfig({
  // workspace imports reach source, so tests never need a build
  resolve: { tsconfigPaths: true },
  test: {
    // threads that a test starts run from source, too
    execArgv: ['--import', source],
    globalSetup: './scripts/built-threads.ts',
    setupFiles: ['./scripts/property-seed.ts'],
    // every core works; so a test must bear that another one takes half of its time
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    // what files of a worker import is read once: no test leaves anything behind in a module
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'packages',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: [...REPLACING, ...LONG],
        },
      },
      {
        extends: true,
        test: {
          ...{ name: 'long', include: LONG, isolate: true },
          // Node reads modules itself: a call from one to another costs less than through a getter
          experimental: { viteModuleRunner: false, nodeLoader: false },
        },
      },
      { extends: true, test: { name: 'replacing', include: REPLACING, isolate: true } },
      { extends: true, test: { name: 'scripts', include: ['scripts/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'examples', include: ['examples/*/*.test.ts'], testTimeout: 120_000 },
      },
    ],
  },
})
