import * as http from 'node:http'
import * as https from 'node:https'
import type { LookupFunction, Socket } from 'node:net'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { literalOf } from './endpoint.js'
import { guardedLookup, InsideAddress } from './guarded-lookup.js'
import type { HttpAnswer, HttpPost, Post, PostFailure } from './post.js'
import { isReachable, rangesOf } from './public-address.js'

// what is longer is not worth a connection
const DRAINED_BYTES = 64 * 1024
const SOCKETS = 64

/** What {@link nodePost} is given. */
export interface NodePostOptions {
  /** Addresses inside that may be called. */
  readonly allow?: readonly string[]
  /** Resolves names; default: the machine's own resolver. */
  readonly lookup?: LookupFunction
}

/**
 * Posts with Node's own client, on connections that are pinned to addresses which were checked.
 *
 * `fetch` cannot do it: it resolves names out of sight, so what was checked before a call is not what
 * is called.
 */
export function nodePost({ allow = [], lookup }: NodePostOptions = {}): Post & { end(): void } {
  const guarded = guardedLookup(allow, lookup)
  const allowed = rangesOf(allow)
  const agentOptions = { keepAlive: true, maxSockets: SOCKETS, lookup: guarded }
  const agents = { plain: new http.Agent(agentOptions), secure: new https.Agent(agentOptions) }
  const post: Post = (request) => new ResultAsync(attempt(request))
  return Object.assign(post, {
    end: () => {
      agents.plain.destroy()
      agents.secure.destroy()
    },
  })

  async function attempt(request: HttpPost): Promise<Result<HttpAnswer, PostFailure>> {
    // sockets ask nobody where an address is
    const literal = literalOf(request.url)
    if (literal !== undefined && !isReachable(literal, allowed)) {
      return err(refused(`${literal} is not public`))
    }
    const first = await postOnce(request)
    // an idle connection that the endpoint has closed meanwhile says nothing about the endpoint
    const again = first.isErr() && first.error.kind === 'stale' ? await postOnce(request) : first
    return again.mapErr(({ kind, message }) =>
      kind === 'stale' ? { kind: 'no-answer', message } : { kind, message },
    )
  }

  function postOnce({ url, headers, body, signal }: HttpPost): Promise<Answered> {
    const isPlain = url.protocol === 'http:'
    return new Promise((resolve) => {
      let isSent = false
      const request = (isPlain ? http : https).request(url, {
        method: 'POST',
        agent: isPlain ? agents.plain : agents.secure,
        headers: { ...headers, 'content-length': body.length },
        signal,
      })
      request.on('socket', (socket) => whenReady(socket, () => (isSent = true)))
      request.on('response', (response) => resolve(answerOf(response, signal)))
      request.on('error', (problem) => {
        const isReused = request.reusedSocket && !signal.aborted
        resolve(err(failureOf(problem, { isSent, isReused, signal })))
      })
      request.end(body)
    })
  }
}

type Answered = Result<HttpAnswer, { kind: PostFailure['kind'] | 'stale'; message: string }>

function whenReady(socket: Socket, ready: () => void): void {
  if (!socket.connecting) ready()
  else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', ready)
}

async function answerOf(response: http.IncomingMessage, signal: AbortSignal): Promise<Answered> {
  const { statusCode: status = 0, headers } = response
  const retryAfter = headers['retry-after']
  let bytes = 0
  try {
    for await (const chunk of response) {
      bytes += (chunk as Uint8Array).length
      if (bytes > DRAINED_BYTES || signal.aborted) break
    }
  } catch {
    // the status has said everything
  }
  return ok({ status, ...(retryAfter !== undefined && { retryAfter }) })
}

function refused(why: string): PostFailure {
  return { kind: 'refused', message: `${why}: it is not called; allow the address, if it is yours` }
}

interface Circumstances {
  readonly isSent: boolean
  readonly isReused: boolean
  readonly signal: AbortSignal
}

function failureOf(problem: Error, { isSent, isReused, signal }: Circumstances) {
  if (problem instanceof InsideAddress) {
    return refused(problem.message)
  }
  const { code = problem.name } = problem as NodeJS.ErrnoException
  const why = signal.aborted ? 'in time' : `(${code})`
  if (!isSent) return { kind: 'not-sent', message: `the endpoint was not reached ${why}` } as const
  const kind = isReused && code === 'ECONNRESET' ? 'stale' : 'no-answer'
  return { kind, message: `the endpoint did not answer ${why}` } as const
}
