import type { Connector, ConnectorPorts, Failure } from '@canonry/pack'
import { createCatalogue } from './catalogue.js'
import { classifySquare } from './classify.js'
import type { SquareOptions } from './options.js'
import { pullSquare } from './pull.js'
import { pushChanges } from './push.js'
import { READ_TOGETHER, readRefs } from './read.js'
import { createRefunds } from './refunds-of-orders.js'
import type { Call } from './source.js'
import { callSquare, type SquareProblem } from './square-client.js'
import { createVariations } from './variations.js'
import { verifyChanges } from './verify.js'
import type { Writing } from './writing.js'

// the specification says "several seconds" of payments and nothing of stock: as long for both
const READ_AFTER_WRITE_MS = 10_000
const PER_SECOND = 10

/** Reads what tills sold and where stock is, and changes stock, over Square's API. */
export function squareConnector(
  options: SquareOptions & { readonly apiVersion: string },
  { env, credentials }: ConnectorPorts,
): Connector {
  const { apiVersion, merchant: account, pulls = {}, changesBySale = true } = options
  const classify = (problem: unknown): Failure =>
    isProblem(problem)
      ? classifySquare(problem, env.now())
      : {
          kind: 'handler.bug',
          message: `the connector threw ${(problem as Error)?.name ?? 'something'}`,
        }
  const call: Call = async (request) => {
    const set = await credentials.get(options.id)
    const answer = await callSquare(request, { options, apiVersion, env, credentials: set })
    return answer.mapErr(classify)
  }
  const catalogue = createCatalogue(call, env.now)
  const variations = createVariations(call, env.now)
  const known = { catalogue, variations, refunds: createRefunds(call, env.now) }
  const source: Writing = { call, apiVersion, ...known, account, now: env.now }
  const pulling = { ...source, pulls, changesBySale }
  return {
    capabilities: {
      idempotencyKeys: true,
      compareAndSet: false,
      bulk: 100,
      readAfterWriteMs: READ_AFTER_WRITE_MS,
      readTogether: READ_TOGETHER,
      pullsSince: true,
      judgesLate: true,
    },
    limits: { concurrency: 4, perSecond: options.callsPerSecond ?? PER_SECOND },
    classify,
    read: (refs) => readRefs(refs, source),
    pull: (cursor, since) => pullSquare({ cursor, ...(since !== undefined && { since }) }, pulling),
    push: (intents) => pushChanges(intents, source),
    verify: (intents) => verifyChanges(intents, source),
  }
}

const KINDS: readonly unknown[] = ['not-reached', 'no-answer', 'unreadable', 'refused']

function isProblem(problem: unknown): problem is SquareProblem {
  const { kind, errors } = (problem ?? {}) as { kind?: unknown; errors?: unknown }
  return KINDS.includes(kind) && (kind !== 'refused' || Array.isArray(errors))
}
