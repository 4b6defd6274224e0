import type { SourceRow } from './rows.js'

/** The name of a source, as `refKey` prints it. */
export function nameOf({ key }: Pick<SourceRow, 'key'>): string {
  return key.slice(key.indexOf(':') + 1)
}
