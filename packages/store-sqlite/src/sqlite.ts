import { type Store, type StoreFailure, type TenantStore, WORKER_SILENCE_MS } from '@canonry/sync'
import type { ResultAsync } from 'neverthrow'
import { answerHere } from './answer-here.js'
import type { Answering, Asked, Call } from './asked.js'
import type { DatabaseLike } from './database-like.js'
import { answerOnThreads } from './file-threads.js'
import { databaseOpener } from './open-database.js'

/** How a file is worked on. */
export interface SqliteOptions {
  /**
   * How long a worker may be silent before another one takes its place, in milliseconds of the
   * workers' clock. Workers beat every 5 seconds, or three times in that time where that is sooner; the
   * place of one whose process has ended on this machine is free at once. Default: 20,000.
   */
  readonly silenceMs?: number
}

/**
 * One SQLite file as a store: durable, one worker at a time, any number of processes that receive.
 *
 * A path needs the SQLite of Node 22.13 or newer; its file is read and written on threads of its
 * own, so that no disk holds the caller up. Anywhere else pass an open database, of `node:sqlite`,
 * `@photostructure/sqlite` or `better-sqlite3`: it works on the thread of the caller, as does
 * `:memory:`. The file is opened, and brought to the newest schema, when it is first used; what
 * goes wrong there is an ordinary failure, and tried again.
 */
export function sqlite(
  target: string | DatabaseLike,
  { silenceMs = WORKER_SILENCE_MS }: SqliteOptions = {},
): Store {
  const answering = answeringOf(target)
  return {
    capabilities: { durable: true, shared: true, manyWorkers: false, silenceMs },
    open: (tenant, { audit = false } = {}) => openTenant(answering, { tenant, audit, silenceMs }),
    close: answering.close,
  }
}

function answeringOf(target: string | DatabaseLike | undefined): Answering {
  // to SQLite an empty name is a file that nobody finds again: https://www.sqlite.org/inmemorydb.html
  if (!target) {
    throw new TypeError(
      'there is no file: give its path (is its variable set?), or ":memory:" to keep nothing',
    )
  }
  if (typeof target !== 'string') return answerHere(() => target)
  const open = databaseOpener(target)
  return target === ':memory:' ? answerHere(open) : answerOnThreads(target)
}

function openTenant(answering: Answering, whose: Omit<Asked, 'call'>): TenantStore {
  // the answer of a method is what `answer` makes of its request
  const ask = (call: Call) => answering.ask({ ...whose, call }) as ResultAsync<never, StoreFailure>
  return {
    append: (request) => ask({ method: 'append', request }),
    read: (request) => ask({ method: 'read', request }),
    commit: (request) => ask({ method: 'commit', request }),
    lease: (request) => ask({ method: 'lease', request }),
    complete: (request) => ask({ method: 'complete', request }),
    maintain: (request) => ask({ method: 'maintain', request }),
    query: (request) => ask({ method: 'query', request }),
  }
}
