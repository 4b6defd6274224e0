import type {
  Connection,
  Connector,
  Failure,
  Intent,
  PullPage,
  PushOutcome,
  VerifyOutcome,
  WireDocument,
} from '@canonry/pack'
import { err, type Result } from 'neverthrow'
import type { CallsAtOnce } from './calls-at-once.js'
import type { Fault, FaultKind } from './fault.js'
import type { SimulatedProcess } from './simulated-process.js'

const ANYWHERE: readonly FaultKind[] = ['crash-before', 'crash-after', 'pause-after']
const ANSWERED: readonly FaultKind[] = [
  ...ANYWHERE,
  'lost-request',
  'throttled',
  'unavailable',
  'auth-expired',
]
const PUSHED: readonly FaultKind[] = [...ANSWERED, 'lost-answer', 'garbled', 'version-conflict']
const IN_BULK: readonly FaultKind[] = [...PUSHED, 'part-lost']

/** What a simulated connection needs to know. */
export interface ConnectionPorts {
  readonly process: SimulatedProcess
  readonly calls: CallsAtOnce
}

/** A connection as one process reaches it: calls of its connector take time and may go wrong. */
export function simulatedConnection(connection: Connection, ports: ConnectionPorts): Connection {
  const open: Connection['open'] = (given) => {
    const connector = connection.open(given)
    return { ...connector, ...callsOf(connector, { ...ports, id: connection.id }) }
  }
  return { ...connection, open }
}

function callsOf(
  connector: Connector,
  { id, process, calls }: ConnectionPorts & { id: string },
): Pick<Connector, 'pull' | 'read' | 'push' | 'verify'> {
  const writer = `${process.name}.${process.life}/${id}`
  const { pull } = connector
  return {
    ...(pull && {
      pull: (...asked) =>
        process.call<Result<PullPage, Failure>>({
          port: 'connector',
          changes: true,
          method: `${id}.pull`,
          bears: ANSWERED,
          act: () => pull(...asked),
          answers: ({ kind }) => err(failureOf(kind)),
        }),
    }),
    read: (refs) =>
      process.call<Result<readonly WireDocument[], Failure>>({
        port: 'connector',
        changes: true,
        method: `${id}.read`,
        bears: ANSWERED,
        act: () => connector.read(refs),
        answers: ({ kind }) => err(failureOf(kind)),
      }),
    push: (intents) =>
      calls.during(writer, () =>
        process.call<readonly PushOutcome[]>({
          port: 'connector',
          changes: true,
          method: `${id}.push`,
          bears: intents.length > 1 ? IN_BULK : PUSHED,
          act: (fault) => pushPart(connector, { intents, fault }),
          answers: (fault) => answerOf(fault, intents),
        }),
      ),
    verify: (intents) =>
      calls.during(writer, () =>
        process.call<readonly VerifyOutcome[]>({
          port: 'connector',
          changes: true,
          method: `${id}.verify`,
          bears: ANSWERED,
          act: () => connector.verify(intents),
          answers: ({ kind }) => intents.map(() => ({ kind: 'failed', failure: failureOf(kind) })),
        }),
      ),
  }
}

async function pushPart(
  connector: Connector,
  { intents, fault }: { intents: readonly Intent[]; fault: Fault | undefined },
): Promise<readonly PushOutcome[]> {
  if (fault?.kind !== 'part-lost') return connector.push(intents)
  const applied = 1 + Math.floor(fault.size * (intents.length - 1))
  const outcomes = await connector.push(intents.slice(0, applied))
  const lost = intents.slice(applied).map(() => ({ kind: 'failed', failure: PARTLY }) as const)
  return [...outcomes.slice(0, -1), { kind: 'unknown', message: 'no answer' }, ...lost]
}

const PARTLY: Failure = { kind: 'partial', message: 'the answer tells nothing of this one' }

function answerOf({ kind }: Fault, intents: readonly Intent[]): readonly PushOutcome[] {
  if (kind === 'garbled') return []
  if (kind === 'lost-answer' || kind === 'lost-request') {
    return intents.map(() => ({ kind: 'unknown', message: 'no answer' }))
  }
  return intents.map(() => ({ kind: 'failed', failure: failureOf(kind) }))
}

function failureOf(kind: FaultKind): Failure {
  const [name, message] = FAILURES[kind] ?? ['transient.unknown', 'no answer']
  return { kind: name, message }
}

const FAILURES: Readonly<Partial<Record<FaultKind, readonly [Failure['kind'], string]>>> = {
  throttled: ['throttled', 'too many calls'],
  unavailable: ['transient.definite', 'the system does not answer'],
  'auth-expired': ['auth.expired', 'the token has expired'],
  'version-conflict': ['conflict.version', 'somebody else was faster'],
}
