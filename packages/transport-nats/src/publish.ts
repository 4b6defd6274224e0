import type { FailureClass } from '@canonry/pack'
import type { Envelope, Published } from '@canonry/sync'
import type { Answer, Link } from './link.js'
import { headersOf, problemOf } from './message.js'
import { MAX_BATCH } from './options.js'
import { partitionOf } from './partition-of.js'

/** Where messages are published. */
export interface Publishing {
  readonly link: Link
  readonly stream: string
  readonly subject: string
  readonly partitions: number
  readonly maxBytes: number
}

/** How many calls of at most {@link MAX_BATCH} messages and this many bytes are under way at once. */
const AT_ONCE = { calls: 4, bytes: 2 * 1024 * 1024 }

/** Publishes batches, several at once but never more than the server should have to answer. */
export function createPublisher(publishing: Publishing): {
  publish(batch: readonly Envelope[]): Promise<readonly Published[]>
  /** Resolves once nothing is under way. */
  idle(): Promise<void>
} {
  const room = createRoom(AT_ONCE.calls)
  let last: Promise<unknown> = Promise.resolve()
  const publish = async (batch: readonly Envelope[]): Promise<readonly Published[]> => {
    // of a key the earlier is asked first, so that calls keep their order
    const answers = await Promise.all(
      partsOf(batch).map((part) => room(() => publishPart(publishing, part))),
    )
    return answers.flat()
  }
  return {
    publish: (batch) => {
      const answers = publish(batch)
      last = Promise.all([last, answers])
      return answers
    },
    idle: async () => void (await last),
  }
}

async function publishPart(
  { link, stream, subject, partitions, maxBytes }: Publishing,
  batch: readonly Envelope[],
): Promise<readonly Published[]> {
  const problems = batch.map((envelope) => problemOf(envelope, maxBytes))
  const sound = batch.filter((_, index) => problems[index] === undefined)
  const questions = sound.map((envelope) => ({
    subject: `${subject}.${partitionOf(envelope.key, partitions)}`,
    data: envelope.body,
    headers: headersOf(envelope, stream),
  }))
  const answers = await link.ask(questions)
  let next = 0
  return problems.map((problem) => {
    if (problem !== undefined) return rejected('contract.invalid', problem)
    const answer = publishedOf(answers[next] ?? 'lost', stream)
    next += 1
    return answer
  })
}

function publishedOf(answer: Answer, stream: string): Published {
  if (answer === 'unsent') {
    return rejected('transient.definite', 'NATS is not connected: nothing was sent')
  }
  if (answer === 'lost') {
    return { kind: 'unknown', message: 'NATS did not answer: it may have the message' }
  }
  if (answer === 'forbidden') {
    return rejected(
      'auth.revoked',
      `no right to publish to the stream ${stream}: give it to this user`,
    )
  }
  if (answer.headers?.code === 503) {
    return rejected(
      'transient.definite',
      `no stream takes it now: ${stream} is away, or was deleted`,
    )
  }
  const said: { duplicate?: boolean; error?: ServerError } = JSON.parse(answer.string())
  if (said.error) return refusedBy(said.error, stream)
  return { kind: said.duplicate ? 'duplicate' : 'accepted' }
}

interface ServerError {
  readonly code: number
  readonly err_code: number
  readonly description: string
}

/** What the server says of a stream that is full, of a message that is too large, of another stream. */
const FULL = [10047, 10077, 10122]
const WRONG = [10054, 10060, 10097]

function refusedBy({ code, err_code, description }: ServerError, stream: string): Published {
  const message = `the stream ${stream} did not take it: ${description} (${err_code})`
  if (FULL.includes(err_code)) return rejected('throttled', message)
  if (WRONG.includes(err_code) || (code >= 400 && code < 500)) {
    return rejected('contract.invalid', message)
  }
  return rejected('transient.definite', message)
}

function rejected(kind: FailureClass, message: string): Published {
  return { kind: 'rejected', failure: { kind, message } }
}

function partsOf(batch: readonly Envelope[]): readonly (readonly Envelope[])[] {
  const parts: Envelope[][] = []
  let part: Envelope[] = []
  let bytes = 0
  for (const envelope of batch) {
    const isFull = part.length >= MAX_BATCH || bytes + envelope.body.length > AT_ONCE.bytes
    if (part.length === 0 || isFull) {
      part = []
      bytes = 0
      parts.push(part)
    }
    part.push(envelope)
    bytes += envelope.body.length
  }
  return parts
}

// first come, first served
function createRoom(size: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = size
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((enter) => void waiting.push(enter))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
