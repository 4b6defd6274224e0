import type { Options } from 'tsup'

/** How every package is built: ESM only. Declarations come from `tsc -p tsconfig.build.json`. */
export function library(entry: Record<string, string> = { index: 'src/index.ts' }): Options {
  return { entry, format: ['esm'], target: 'node20', sourcemap: true, clean: true, dts: false }
}
