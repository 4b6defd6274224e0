import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = fileURLToPath(new URL('./scripts/source.mjs', import.meta.url))

export default defineConfig({
  // workspace imports reach source, so tests never need a build
  resolve: { tsconfigPaths: true },
  test: {
    // threads that a test starts run from source, too
    execArgv: ['--import', source],
    setupFiles: ['./scripts/property-seed.ts'],
    // every core works; so a test must bear that another one takes half of its time
    maxWorkers: '100%',
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'packages', include: ['packages/*/test/**/*.test.ts'] } },
      { extends: true, test: { name: 'scripts', include: ['scripts/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'examples', include: ['examples/*/*.test.ts'], testTimeout: 120_000 },
      },
    ],
  },
})
