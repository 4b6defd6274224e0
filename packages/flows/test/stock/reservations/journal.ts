import type { Posting } from '@canonry/stock-ledger'
import type { Store, TenantStore } from '@canonry/sync'
import type { TestEnv } from '@canonry/sync/testing'
import { ResultAsync } from 'neverthrow'
import { type Books, EMPTY_BOOKS, enterAll } from './books.js'

/** What a store has committed, in that order, and the books after each commit. */
export interface Journal {
  readonly commits: (readonly Posting[])[]
  /** After no commit, after the first, and so on. */
  readonly books: Books[]
  /** The postings that were refused because somebody else was faster. */
  readonly refused: (readonly Posting[])[]
}

/** A journal of a store to which nothing was committed. */
export function emptyJournal(): Journal {
  return { commits: [], books: [EMPTY_BOOKS], refused: [] }
}

/** The store as one process reaches it: after a pause, and with all that it commits in the journal. */
export function watched(
  store: Store,
  { journal, env, pauseMs }: { journal: Journal; env: TestEnv; pauseMs(): number },
): Store {
  const slowly = async () => {
    const ms = pauseMs()
    if (ms > 0) await env.sleep(ms)
  }
  const afterPause = <Answer, Failure>(act: () => ResultAsync<Answer, Failure>) =>
    new ResultAsync(slowly().then(act))
  const open = (tenant: string): TenantStore => {
    const own = store.open(tenant)
    return {
      ...own,
      query: (question) => afterPause(() => own.query(question)),
      commit: (request) => {
        const postings = (request.facts ?? []).map(
          ({ body }) => JSON.parse(textOf(body)) as Posting,
        )
        const done = afterPause(() => own.commit(request))
        return done
          .map(() => enter(journal, postings))
          .mapErr((failure) => {
            if (failure.kind === 'conflict') journal.refused.push(postings)
            return failure
          })
      },
    }
  }
  return { ...store, open }
}

function enter({ commits, books }: Journal, postings: readonly Posting[]): void {
  commits.push(postings)
  books.push(enterAll(books.at(-1) ?? EMPTY_BOOKS, postings))
}

function textOf(body: Uint8Array | undefined): string {
  return new TextDecoder().decode(body)
}
