import { encode } from '@canonry/mapping'
import type { Location } from '@canonry/model'
import type {
  Connector,
  ConnectorPorts,
  Failure,
  Intent,
  PushOutcome,
  VerifyOutcome,
  WireDocument,
} from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { branchMapping } from './branch-mapping.js'

/** Where a directory is, and whose it is. */
export interface DirectoryOptions {
  readonly id: string
  readonly account: string
  readonly url: string
}

/** What an answer of the directory means; what was thrown on our side is a bug of this file. */
// #region classify
export function classify(problem: unknown): Failure {
  if (!isAnswer(problem)) {
    return problem instanceof TypeError
      ? { kind: 'transient.definite', message: 'the directory was not reached' }
      : { kind: 'handler.bug', message: 'the connector threw' }
  }
  const { status } = problem
  if (status === 429) return { kind: 'throttled', message: 'the directory asks to slow down (429)' }
  if (status === 401) return { kind: 'auth.expired', message: 'the directory refused the token' }
  if (status >= 500)
    return { kind: 'transient.unknown', message: `the directory failed (${status})` }
  return { kind: 'contract.invalid', message: `the directory refused the request (${status})` }
}
// #endregion classify

/** Reads and writes branches over HTTP. */
export function directoryConnector(options: DirectoryOptions, ports: ConnectorPorts): Connector {
  const { env, credentials } = ports
  const call = async (path: string, init: RequestInit = {}): Promise<Result<string, Failure>> => {
    try {
      const { values } = await credentials.get(options.id)
      const headers = { authorization: `Bearer ${values['token']?.reveal()}` }
      const answer = await env.fetch(new Request(`${options.url}${path}`, { ...init, headers }))
      const text = await answer.text()
      return answer.ok ? ok(text) : err(classify({ status: answer.status }))
    } catch (problem) {
      return err(classify(problem))
    }
  }
  return {
    capabilities: { idempotencyKeys: false, compareAndSet: false, bulk: 1, readAfterWriteMs: 0 },
    limits: { concurrency: 2, perSecond: 5 },
    classify,
    read: async (refs) => {
      const documents: WireDocument[] = []
      for (const { id } of refs) {
        const text = await call(`/branches/${encodeURIComponent(id)}`)
        if (text.isErr()) return err(text.error)
        documents.push({ resource: 'branch@api', apiVersion: '1', key: id, text: text.value })
      }
      return ok(documents)
    },
    push: (intents) => Promise.all(intents.map((intent) => push(intent, { options, call }))),
    verify: (intents) => Promise.all(intents.map((intent) => verify(intent, { options, call }))),
  }
}

interface Calls {
  readonly options: DirectoryOptions
  call(path: string, init?: RequestInit): Promise<Result<string, Failure>>
}

async function push({ source, body }: Intent, { options, call }: Calls): Promise<PushOutcome> {
  const { account } = options
  const ref = { system: 'directory', account, kind: 'Branch', id: source.id }
  const location = { ...(body as Location), refs: [ref] }
  const written = encode(branchMapping, location, { context: { account } })
  if (written.isErr()) {
    const places = written.error.map(({ entity, expected }) => `${entity}: expected ${expected}`)
    return {
      kind: 'failed',
      failure: { kind: 'contract.invalid', message: `a branch cannot say ${places.join('; ')}` },
    }
  }
  const init = { method: 'PUT', body: JSON.stringify(written.value) }
  const answer = await call(`/branches/${encodeURIComponent(ref.id)}`, init)
  return answer.match<PushOutcome>(
    () => ({ kind: 'confirmed', ref }),
    (failure) =>
      failure.kind === 'transient.unknown'
        ? { kind: 'unknown', message: failure.message }
        : { kind: 'failed', failure },
  )
}

async function verify({ source }: Intent, { options, call }: Calls): Promise<VerifyOutcome> {
  const ref = { system: 'directory', account: options.account, kind: 'Branch', id: source.id }
  const answer = await call(`/branches/${encodeURIComponent(ref.id)}`)
  return answer.match<VerifyOutcome>(
    () => ({ kind: 'applied', ref }),
    (failure) =>
      failure.kind === 'contract.invalid' ? { kind: 'not-applied' } : { kind: 'failed', failure },
  )
}

function isAnswer(problem: unknown): problem is { readonly status: number } {
  return typeof (problem as { status?: unknown } | null)?.status === 'number'
}
