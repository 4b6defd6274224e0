import type { PullPage, WireDocument } from '@canonry/pack'

/** What a page of a pull is asked with. */
export interface PageQuestion {
  readonly cursor: string | undefined
  /** Epoch milliseconds. */
  readonly since: number
  readonly size: number
}

/** The documents that a system shows to readers, by the ref's id, and when each was shown last. */
export class ShownDocuments extends Map<string, WireDocument> {
  readonly #changedAt = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number) {
    super()
    this.#now = now
  }

  override set(id: string, document: WireDocument): this {
    this.#changedAt.set(id, this.#now())
    return super.set(id, document)
  }

  /** A page of what was shown since, oldest change first; a cursor is where the page before ended. */
  page({ cursor, since, size }: PageQuestion): PullPage {
    const [from, after] = cursor === undefined ? [since, ''] : cursorParts(cursor)
    const found = [...this.#changedAt]
      .filter(([id, at]) => at > from || (at === from && id > after))
      .sort(([a, one], [b, other]) => one - other || (a < b ? -1 : 1))
    const page = found.slice(0, size)
    const [id = '', at = 0] = page.at(-1) ?? []
    return {
      documents: page.flatMap(([id]) => this.get(id) ?? []),
      asOf: this.#now(),
      ...(found.length > size && { next: `${at}/${id}` }),
    }
  }
}

function cursorParts(cursor: string): [number, string] {
  const at = cursor.indexOf('/')
  return [Number(cursor.slice(0, at)), cursor.slice(at + 1)]
}
