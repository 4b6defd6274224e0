import { defineConfig } from 'vitest/config'

/** How Stryker runs the model's tests. */
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ['packages/model/test/*.test.ts'],
    setupFiles: ['scripts/mutation/few-runs.ts'],
    isolate: false,
  },
})
