import type { TransportEnv } from '@canonry/sync'
import {
  connect,
  createInbox,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  PermissionViolationError,
} from '@nats-io/transport-node'
import type { Settings } from './options.js'

/** One thing to ask the server. */
export interface Question {
  readonly subject: string
  readonly data?: Uint8Array | string
  readonly headers?: MsgHdrs
}

/**
 * What became of a question: the answer; or it was not `sent`; or it was, and nothing is known
 * (`lost`); or nobody may ask it (`forbidden`).
 */
export type Answer = Msg | 'unsent' | 'lost' | 'forbidden'

/** A connection to the server that asks many things at once, and matches the answers by their subject. */
export interface Link {
  readonly connection: NatsConnection
  isUp(): boolean
  /** What the server said this user may not publish to, the last time that it said so. */
  forbidden(): string | undefined
  /** One answer per question, in order. */
  ask(questions: readonly Question[]): Promise<readonly Answer[]>
  send(subject: string, data?: Uint8Array | string, reply?: string): void
  /** Gives everything that comes to a subject of its own, until the link is closed. */
  listen(heard: (message: Msg) => void): string
  /** Told whenever the connection was lost, and whenever it is there again. */
  onChange(changed: (isUp: boolean) => void): void
  close(): Promise<void>
}

interface Asked {
  readonly answers: Answer[]
  left: number
  readonly done: () => void
}

interface Waiting {
  readonly asked: Asked
  readonly index: number
  readonly subject: string
}

/** Connects; rejects where that fails. */
export async function openLink(env: TransportEnv, settings: Settings): Promise<Link> {
  const connection = await connect({
    name: 'canonry',
    reconnectTimeWait: 250,
    pingInterval: 10_000,
    timeout: settings.answerMs,
    ...settings.connection,
    servers: settings.servers,
    // who waits for a server that is away is told so, and may wait longer
    maxReconnectAttempts: -1,
    waitOnFirstConnect: false,
  })
  const listeners: ((isUp: boolean) => void)[] = []
  let isUp = true
  let forbidden: string | undefined
  const collector = createCollector(connection, { env, answerMs: settings.answerMs })
  const change = (now: boolean) => {
    if (isUp === now) return
    isUp = now
    if (!now) collector.loseAll()
    for (const listener of listeners) listener(now)
  }
  const forbid = (subject: string) => {
    forbidden = subject
    collector.forbid(subject)
  }
  void watch(connection, { change, forbid })
  return {
    connection,
    isUp: () => isUp,
    forbidden: () => forbidden,
    ask: async (questions) => (isUp ? collector.ask(questions) : questions.map(() => 'unsent')),
    send: (subject, data, reply) => {
      if (!connection.isClosed()) connection.publish(subject, data, reply ? { reply } : {})
    },
    listen: (heard) => {
      const inbox = createInbox()
      connection.subscribe(`${inbox}.*`, { callback: (_, message) => heard(message) })
      return inbox
    },
    onChange: (changed) => void listeners.push(changed),
    close: async () => {
      collector.loseAll()
      await connection.close()
    },
  }
}

// one subscription for all answers: a promise and a timer for each would cost more than the message
function createCollector(
  connection: NatsConnection,
  { env, answerMs }: { env: TransportEnv; answerMs: number },
) {
  const inbox = createInbox()
  const waiting = new Map<string, Waiting>()
  let next = 0
  const settle = (token: string, answer: Answer) => {
    const found = waiting.get(token)
    if (!found) return
    waiting.delete(token)
    const { asked, index } = found
    asked.answers[index] = answer
    asked.left -= 1
    if (asked.left === 0) asked.done()
  }
  connection.subscribe(`${inbox}.*`, {
    callback: (_, message) => settle(message.subject.slice(inbox.length + 1), message),
  })
  const ask = async (questions: readonly Question[]): Promise<readonly Answer[]> => {
    if (questions.length === 0) return []
    const answered = new AbortController()
    const asked: Asked = {
      answers: new Array<Answer>(questions.length).fill('lost'),
      left: questions.length,
      done: () => answered.abort(),
    }
    const tokens = questions.map(({ subject, data, headers }, index) => {
      next += 1
      const token = next.toString(36)
      waiting.set(token, { asked, index, subject })
      connection.publish(subject, data, { reply: `${inbox}.${token}`, ...(headers && { headers }) })
      return token
    })
    await env.sleep(answerMs, answered.signal)
    for (const token of tokens) waiting.delete(token)
    return asked.answers
  }
  return {
    ask,
    loseAll: () => {
      for (const token of [...waiting.keys()]) settle(token, 'lost')
    },
    forbid: (subject: string) => {
      for (const [token, each] of [...waiting])
        if (each.subject === subject) settle(token, 'forbidden')
    },
  }
}

async function watch(
  connection: NatsConnection,
  { change, forbid }: { change(isUp: boolean): void; forbid(subject: string): void },
): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect' || status.type === 'close') change(false)
    if (status.type === 'reconnect') change(true)
    const problem = status.type === 'error' ? status.error : undefined
    if (problem instanceof PermissionViolationError && problem.operation === 'publish') {
      forbid(problem.subject)
    }
  }
  change(false)
}
