import type { Source } from './source.js'
import type { Linking } from './variations.js'

/** What writing needs. */
export interface Writing extends Source, Linking {
  now(): number
}
