import { defineConfig } from 'vitest/config'

export default defineConfig({
  // workspace imports reach source, so tests never need a build
  resolve: { tsconfigPaths: true },
  test: {
    setupFiles: ['./scripts/property-seed.ts'],
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
