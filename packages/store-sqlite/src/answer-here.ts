import type { StoreFailure } from '@canonry/sync'
import { ok, type Result, ResultAsync } from 'neverthrow'
import { answer } from './answer.js'
import type { Answering } from './asked.js'
import { createConnection } from './connection.js'
import type { DatabaseLike } from './database-like.js'
import { openAnswer } from './opened.js'
import { inPlace, printAsked } from './print.js'

/** Answers on the thread of the caller. */
export function answerHere(open: () => DatabaseLike): Answering {
  const connection = createConnection(open)
  return {
    ask: (asked) =>
      later(() =>
        answer(connection, printAsked(asked, inPlace)).map((value) =>
          openAnswer(asked.call, { answer: value, textOf: inPlace }),
        ),
      ),
    close: () =>
      later(() => {
        connection.close()
        return ok()
      }),
  }
}

function later<T>(work: () => Result<T, StoreFailure>): ResultAsync<T, StoreFailure> {
  return new ResultAsync(Promise.resolve().then(work))
}
