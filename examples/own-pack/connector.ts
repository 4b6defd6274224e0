import { isDeepStrictEqual } from 'node:util'
import { decode, encode, readWire, writeWire } from '@canonry/mapping'
import type { Location, Ref } from '@canonry/model'
import {
  type Connector,
  type ConnectorPorts,
  type Failure,
  type Intent,
  isNeverSent,
  type PushOutcome,
  retryAtOf,
  type VerifyOutcome,
  type WireDocument,
} from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { branchMapping } from './branch-mapping.js'

/** Where a directory is, and whose it is. */
export interface DirectoryOptions {
  readonly id: string
  readonly account: string
  readonly url: string
}

/** What is known of a call that went wrong; what was thrown on our side is a bug of this file. */
// #region classify
export function classify(problem: unknown): Failure {
  if (isRefusal(problem)) return refusalOf(problem)
  const { code } = (problem as { cause?: { code?: string } } | null)?.cause ?? {}
  if (code === undefined) return { kind: 'handler.bug', message: 'the connector threw' }
  return isNeverSent(code)
    ? { kind: 'transient.definite', message: `the directory was not reached (${code})` }
    : { kind: 'transient.unknown', message: `the answer was lost (${code})` }
}

function refusalOf({ status, retryAt }: Refusal): Failure {
  const later = retryAt === undefined ? {} : { retryAt }
  const message = `the directory answered ${status}`
  if (status === 429) return { kind: 'throttled', message, ...later }
  if (status === 401 || status === 403) return { kind: 'auth.expired', message }
  if (status >= 500) return { kind: 'transient.unknown', message, ...later }
  return { kind: 'contract.invalid', message }
}
// #endregion classify

/** An answer that is no success. */
interface Refusal {
  readonly status: number
  readonly retryAt: number | undefined
}

function isRefusal(problem: unknown): problem is Refusal {
  return typeof (problem as { status?: unknown } | null)?.status === 'number'
}

/** Reads and writes branches over HTTP. */
export function directoryConnector(options: DirectoryOptions, ports: ConnectorPorts): Connector {
  const client = { account: options.account, call: callsOf(options, ports) }
  return {
    capabilities: { idempotencyKeys: false, compareAndSet: false, bulk: 1, readAfterWriteMs: 0 },
    limits: { concurrency: 2, perSecond: 5 },
    classify,
    read: (refs) => read(client, refs),
    push: (intents) => Promise.all(intents.map((intent) => push(client, intent))),
    verify: (intents) => Promise.all(intents.map((intent) => verify(client, intent))),
  }
}

interface Client {
  readonly account: string
  /** Answers the text, or `undefined` where there is no such branch. */
  call(path: string, init?: RequestInit): Promise<Result<string | undefined, Failure>>
}

function callsOf({ id, url }: DirectoryOptions, { env, credentials }: ConnectorPorts) {
  return async (path: string, init: RequestInit = {}): ReturnType<Client['call']> => {
    // what is thrown here the core knows: it waits for the credentials, and tells who has them
    const { values } = await credentials.get(id)
    const token = values['token']?.reveal()
    if (token === undefined) return err({ kind: 'auth.revoked', message: `"${id}" has no token` })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    try {
      const answer = await env.fetch(new Request(`${url}${path}`, { ...init, headers }))
      const text = await answer.text()
      if (answer.ok) return ok(text)
      if (answer.status === 404) return ok(undefined)
      const retryAt = retryAtOf(answer.headers.get('retry-after'), env.now())
      return err(classify({ status: answer.status, retryAt }))
    } catch (problem) {
      return err(classify(problem))
    }
  }
}

// #region read
async function read(
  client: Client,
  refs: readonly Ref[],
): Promise<Result<WireDocument[], Failure>> {
  const documents: WireDocument[] = []
  for (const { id } of refs) {
    const text = await client.call(pathOf(id))
    if (text.isErr()) return err(text.error)
    if (text.value === undefined) continue // it is gone, which is an answer
    documents.push({ resource: 'branch@api', apiVersion: '1', key: id, text: text.value })
  }
  return ok(documents)
}
// #endregion read

// #region push
async function push(client: Client, intent: Intent): Promise<PushOutcome> {
  const looked = await look(client, intent)
  if (looked.isErr()) return { kind: 'failed', failure: looked.error }
  const { ref, isThere, body } = looked.value
  if (isThere) return { kind: 'no-op', ref }
  const answer = await client.call(pathOf(ref.id), { method: 'PUT', body })
  if (answer.isOk()) return { kind: 'confirmed', ref }
  const failure = answer.error
  return failure.kind === 'transient.unknown'
    ? { kind: 'unknown', message: failure.message }
    : { kind: 'failed', failure }
}

async function verify(client: Client, intent: Intent): Promise<VerifyOutcome> {
  const looked = await look(client, intent)
  if (looked.isErr()) return { kind: 'failed', failure: looked.error }
  const { ref, isThere } = looked.value
  return isThere ? { kind: 'applied', ref } : { kind: 'not-applied' }
}

/** Reads what the directory has, and says what it must have, with all that no mapping knows. */
async function look(
  client: Client,
  { kind, source, body }: Intent,
): Promise<Result<Look, Failure>> {
  if (kind === 'cancel') return refused('a branch is closed, not cancelled')
  const { account } = client
  const ref = { system: 'directory', account, kind: 'Branch', id: source.id }
  const text = await client.call(pathOf(ref.id))
  if (text.isErr()) return err(text.error)
  const found = text.value === undefined ? undefined : readWire(text.value).unwrapOr(undefined)
  const residue = decode(branchMapping, found, { account }).map((read) => read.residue)
  const wanted = encode(
    branchMapping,
    { ...(body as Location), refs: [ref] },
    { context: { account }, ...(residue.isOk() && { residue: residue.value }) },
  )
  if (wanted.isErr()) {
    const places = wanted.error.map(({ entity, expected }) => `${entity}: expected ${expected}`)
    return refused(`a branch cannot say ${places.join('; ')}`)
  }
  const isThere = isDeepStrictEqual(found, wanted.value)
  return ok({ ref, isThere, body: writeWire(wanted.value) })
}
// #endregion push

interface Look {
  readonly ref: Ref
  /** Whether the directory says already what is to be written. */
  readonly isThere: boolean
  readonly body: string
}

function refused(message: string): Result<never, Failure> {
  return err({ kind: 'contract.invalid', message })
}

function pathOf(id: string): string {
  return `/branches/${encodeURIComponent(id)}`
}
