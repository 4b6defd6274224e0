import { refKey } from '@canonry/model'

/**
 * The longest name of a thing, in bytes of UTF-8: stores find things by their names, and PostgreSQL has
 * no place for 2,704 bytes in an index. https://www.postgresql.org/docs/15/btree-limits.html
 */
export const NAME_BYTES = 1024

const UTF8 = new TextEncoder()

/** Whether the key of a document is too long to be part of a name. */
export function isLongKey(key: string): boolean {
  return isLongName(refKey({ system: '-', account: '-', kind: '-', id: key }))
}

/** Whether what `refKey` prints is too long for a store to find anything by it. */
export function isLongName(name: string): boolean {
  // no character takes more than three bytes for each of its units
  if (name.length * 3 <= NAME_BYTES) return false
  return name.length > NAME_BYTES || UTF8.encode(name).length > NAME_BYTES
}

/** Says that a name is too long, without saying it. */
export function tooLong(what: string): string {
  return `${what} is longer than ${NAME_BYTES} bytes: give one that is shorter`
}
