import type { Connection, Env, WebhookHead, WebhookRules } from '@canonry/pack'
import type { NewFact } from '../journal/fact.js'
import type { Journal } from '../journal/group-commit.js'
import { fromStart } from './from-start.js'
import { type ReceivedBody, readBody } from './read-body.js'
import type { SigningSecrets } from './signing-secrets.js'
import { toFact } from './to-fact.js'

/** What receiving depends on. */
export interface Receiving {
  readonly env: Env
  readonly secrets: SigningSecrets
  readonly journal: Journal
  readonly connections: ReadonlyMap<string, Connection>
  /** Counts what leaves no other trace. */
  count(name: string): void
  /** Told when there is something new to work on. */
  heard(): void
}

/** Answers one webhook; see `Sync.receive` for what each answer promises. */
export async function receive(
  receiving: Receiving,
  { connection: id, request }: { connection: string; request: Request },
): Promise<Response> {
  if (request.bodyUsed) throw new Error(READ_ALREADY)
  const connection = receiving.connections.get(id)
  const rules = connection?.webhooks
  if (!connection || !rules) return answer(404)
  if (request.method !== 'POST') return answer(405, { allow: 'POST' })
  if (PACKED.test(request.headers.get('content-encoding') ?? '')) return packed(receiving)
  const accepted = await accept(receiving, { connection, rules, request })
  return accepted instanceof Response ? accepted : journal(receiving, accepted)
}

// senders that pack do not agree on which bytes they sign, and what is not unpacked is never read
const PACKED = /\b(?:x-)?(?:gzip|deflate|br|zstd|compress)\b/i

const READ_ALREADY =
  'the body of this webhook was read before: give `receive` the request before anything parses it'

interface Incoming {
  readonly connection: Connection
  readonly rules: WebhookRules
  readonly request: Request
}

async function accept(
  receiving: Receiving,
  { connection, rules, request }: Incoming,
): Promise<NewFact | Response> {
  const { headers, url } = request
  const secrets = await receiving.secrets.of(connection)
  if (!secrets) return later()
  const check = rules.begin({ headers, url, secrets })
  if (check.isErr()) return rejected(receiving)
  const body = await readBody(request, check.value).catch(() => 'broken-off' as const)
  if (body === 'broken-off') return answer(400)
  if (!body) return tooLarge(receiving)
  const holds = check.value.holds()
  if (!holds && secrets.length === 0) await receiving.secrets.missed(connection)
  const head = holds ? headOf(body, { rules, headers }) : undefined
  if (!head || (head.account ?? connection.account) !== connection.account) {
    return rejected(receiving)
  }
  const receivedAt = receiving.env.now()
  return toFact({ connection, rules, head, headers, body, receivedAt })
}

function headOf(
  body: ReceivedBody,
  { rules, headers }: Pick<Incoming, 'rules'> & { readonly headers: Headers },
): WebhookHead | undefined {
  return fromStart(body, (text) => rules.head(headers, text))
}

async function journal(receiving: Receiving, fact: NewFact): Promise<Response> {
  const counts = fact.withheld ? { 'webhooks.oversize': 1 } : {}
  const appended = await receiving.journal.append({ facts: [fact], counts })
  return appended.match(() => {
    receiving.heard()
    return answer(200)
  }, later)
}

function rejected(receiving: Receiving): Response {
  receiving.count('webhooks.rejected')
  return answer(401)
}

// https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
function packed(receiving: Receiving): Response {
  receiving.count('webhooks.rejected')
  return answer(415, { 'accept-encoding': 'identity' })
}

function tooLarge(receiving: Receiving): Response {
  receiving.count('webhooks.rejected')
  return answer(413)
}

// the sender tries again, so what could not be kept or checked is not lost
function later(): Response {
  return answer(503, { 'retry-after': '5' })
}

function answer(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers })
}
