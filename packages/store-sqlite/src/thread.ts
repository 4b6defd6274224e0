import { parentPort, workerData } from 'node:worker_threads'
import { type Answer, answer } from './answer.js'
import { answerTogether, isShareable } from './answer-together.js'
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
import type { PrintedAsked } from './printed.js'

// the program of a thread of a file: it answers questions in their order
const { path, readOnly } = workerData as ThreadData
const connection = createConnection(databaseOpener(path), { readOnly, path })
const MOST_AT_ONCE = 32

interface Waiting {
  readonly id: number
  readonly asked: PrintedAsked
}

let group: Waiting[] = []

parentPort?.on('message', ({ id, asked }: Question) => {
  if (asked === 'close') return close(id)
  const question = unpackAsked(asked)
  const joins = isShareable(question) && group.length < MOST_AT_ONCE
  if (!joins) answerGroup()
  // whoever has come by the end of this turn of the event loop shares the transaction
  if (group.length === 0) setImmediate(answerGroup)
  group.push({ id, asked: question })
  if (!isShareable(question)) answerGroup()
})

function answerGroup(): void {
  const waiting = group
  group = []
  const all = waiting.map(({ asked }) => asked)
  const shared = all.length > 1 ? answerTogether(connection, all) : undefined
  for (const [index, { id, asked }] of waiting.entries()) {
    reply(id, () => outcomeOf(asked, shared?.[index] ?? answer(connection, asked)))
  }
}

function outcomeOf({ call }: PrintedAsked, answered: Answer): Outcome {
  return answered.match<Outcome>(
    (value) => ({ answer: packAnswer(call, value) }),
    (failure) => ({ failure }),
  )
}

function close(id: number): void {
  answerGroup()
  reply(id, () => {
    connection.close()
    return { answer: { json: undefined } }
  })
  parentPort?.close()
}

function reply(id: number, work: () => Outcome): void {
  const outcome = outcomeSafely(work)
  parentPort?.postMessage({ id, outcome } satisfies Reply)
}

function outcomeSafely(work: () => Outcome): Outcome {
  try {
    return work()
  } catch (bug) {
    return { bug }
  }
}
