import { parentPort, workerData } from 'node:worker_threads'
import { answer } from './answer.js'
import { createConnection } from './connection.js'
import {
  type Outcome,
  packAnswer,
  type Question,
  type Reply,
  type ThreadData,
  unpackAsked,
} from './message.js'
import { databaseOpener } from './open-database.js'

// the program of a thread of a file: it answers one question after the other
const { path, readOnly } = workerData as ThreadData
const connection = createConnection(databaseOpener(path), { readOnly })

parentPort?.on('message', ({ id, asked }: Question) => {
  const outcome = outcomeOf(asked)
  parentPort?.postMessage({ id, outcome } satisfies Reply)
  if (asked === 'close') parentPort?.close()
})

function outcomeOf(asked: Question['asked']): Outcome {
  try {
    if (asked === 'close') return close()
    const question = unpackAsked(asked)
    return answer(connection, question).match<Outcome>(
      (value) => ({ answer: packAnswer(question.call, value) }),
      (failure) => ({ failure }),
    )
  } catch (bug) {
    return { bug }
  }
}

function close(): Outcome {
  connection.close()
  return { answer: { json: undefined } }
}
