import type { GeneratedMapping } from '@canonry/mapping'

/** The code of the mappings, which the build writes beside the compiled files. */
export declare const generated: { readonly branch: GeneratedMapping }
