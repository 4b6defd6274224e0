import type { PostgresJs, PostgresJsStatements } from './postgres-js-like.js'
import { codeOf } from './sql-failure.js'

/** A transaction of postgres.js, which is about to begin. */
export interface PostgresJsTransaction {
  /** Runs a statement in it, as soon as it has begun; fails once its connection is lost. */
  run<T>(work: (on: PostgresJsStatements) => T | Promise<T>): Promise<T>
  /** Ends it, once everything in it has been answered. */
  end(how: 'COMMIT' | 'ROLLBACK'): Promise<void>
}

/** What transactions begin on. */
export interface Beginning {
  readonly sql: PostgresJs
  /** Calls a listener for each connection that is closed, until it is told to stop. */
  readonly onClose: (listener: () => void) => () => void
}

interface Begun {
  readonly on: PostgresJsStatements
  readonly commit: () => void
  readonly rollBack: (why: unknown) => void
  /** Ends with the transaction, and fails with it. */
  readonly ended: Promise<unknown>
}

const ROLLED_BACK = new Error('rolled back')

/** Begins a transaction of postgres.js. */
export function beginPostgresJs(beginning: Beginning, mode: string): PostgresJsTransaction {
  const begun = firstOf(beginning, mode)
  // whoever asks is told; perhaps nobody does
  begun.catch(() => undefined)
  const running = new Set<Promise<unknown>>()
  let lost: unknown
  const inside = async <T>(work: (on: PostgresJsStatements) => T | Promise<T>): Promise<T> => {
    const { on, ended } = await begun
    if (lost !== undefined) throw lost
    try {
      // statements of a connection that is lost may be answered never
      return (await Promise.race([work(on), failing(ended)])) as T
    } catch (problem) {
      if (endsSession(problem)) lost ??= problem
      throw problem
    }
  }
  const run: PostgresJsTransaction['run'] = (work) => {
    const answer = inside(work)
    running.add(answer)
    const done = () => running.delete(answer)
    answer.then(done, done)
    return answer
  }
  const end: PostgresJsTransaction['end'] = async (how) => {
    const { commit, rollBack, ended } = await begun
    await Promise.allSettled(running)
    // left open: postgres.js would write to what is lost that it rolls back
    if (lost !== undefined) throw lost
    if (how === 'COMMIT') commit()
    else rollBack(ROLLED_BACK)
    // an error that rolls back was told where it happened
    await ended.catch((problem) => {
      if (how === 'COMMIT' || endsSession(problem)) throw problem
    })
  }
  return { run, end }
}

async function failing(ended: Promise<unknown>): Promise<never> {
  await ended
  throw new Error('the transaction has ended')
}

const ATTEMPTS = 5

/**
 * Begins, and again when a connection was closed meanwhile: postgres.js answers never what it sent on
 * one that has failed and is not closed yet. The first that begins counts; others end at once.
 */
function firstOf({ sql, onClose }: Beginning, mode: string): Promise<Begun> {
  return new Promise((resolve, reject) => {
    let isOver = false
    let attempts = 0
    const over = () => {
      isOver = true
      stop()
    }
    const attempt = () => {
      if (isOver || attempts === ATTEMPTS) return
      attempts += 1
      const ended: Promise<unknown> = sql.begin(mode, (on) => {
        if (isOver) return Promise.reject(ROLLED_BACK)
        over()
        return new Promise((commit, rollBack) => resolve({ on, commit, rollBack, ended }))
      })
      ended.catch((problem) => {
        if (!isOver) reject(problem)
        if (!isOver) over()
      })
    }
    const stop = onClose(attempt)
    attempt()
  })
}

// what the driver and Node say of a connection, and what the server says last in a session
// https://www.postgresql.org/docs/15/errcodes-appendix.html
const LAST_WORDS =
  /^(E[A-Z]+|ERR_(STREAM|SOCKET)_[A-Z_]+|CONNECT_TIMEOUT|CONNECTION_[A-Z]+|08...|57P0.|25P0[34])$/

function endsSession(problem: unknown): boolean {
  return LAST_WORDS.test(codeOf(problem))
}
