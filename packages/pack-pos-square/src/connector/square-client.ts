import { readWire } from '@canonry/mapping'
import { type CredentialSet, type Env, isNeverSent, valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { SquareOptions } from './options.js'

/** An answer of Square: its text as received, and as JSON. */
export interface SquareAnswer {
  readonly text: string
  readonly wire: unknown
  readonly date: string | null
}

/** What Square says is wrong with a request: https://developer.squareup.com/docs/build-basics/handling-errors. */
export interface SquareError {
  readonly category: string
  readonly code: string
  /** The place in the request that it is about. */
  readonly field?: string
}

/** Why there is no usable answer. */
export type SquareProblem =
  | { readonly kind: 'not-reached'; readonly reason: string }
  | { readonly kind: 'no-answer'; readonly reason: string }
  | { readonly kind: 'unreadable' }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly errors: readonly SquareError[]
      readonly retryAfter?: string
    }

/** A path below `/v2/`; with a body it is a POST. */
export interface SquareRequest {
  readonly path: string
  readonly body?: object
}

/** What a call needs beside its request. */
export interface SquareCall {
  readonly options: Pick<SquareOptions, 'baseUrl'>
  readonly apiVersion: string
  readonly env: Env
  readonly credentials: CredentialSet
}

const HOME = 'https://connect.squareup.com'
const TIMEOUT_MS = 30_000

/**
 * Makes a call; `undefined` for what is asked for and does not exist (404).
 *
 * A 404 counts only in Square's own form, because a proxy's would let a thing look deleted.
 */
export async function callSquare(
  request: SquareRequest,
  call: SquareCall,
): Promise<Result<SquareAnswer | undefined, SquareProblem>> {
  try {
    const response = await call.env.fetch(squareRequest(request, call))
    const text = await response.text()
    if (!response.ok) return refused(response, { text, isRead: request.body === undefined })
    return readWire(text)
      .map((wire) => ({ text, wire, date: response.headers.get('date') }))
      .mapErr(() => ({ kind: 'unreadable' }))
  } catch (error) {
    return err(networkProblem(error))
  }
}

function squareRequest(
  { path, body }: SquareRequest,
  { options, apiVersion, credentials }: SquareCall,
): Request {
  const token = credentials.values['accessToken']?.reveal() ?? ''
  return new Request(`${options.baseUrl ?? HOME}/v2/${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      authorization: `Bearer ${token}`,
      'square-version': apiVersion,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
}

function refused(
  { status, headers }: Response,
  { text, isRead }: { readonly text: string; readonly isRead: boolean },
): Result<undefined, SquareProblem> {
  const errors = errorsIn(text)
  if (isRead && status === 404 && errors.length > 0) return ok(undefined)
  const retryAfter = headers.get('retry-after')
  return err({
    kind: 'refused',
    status,
    errors,
    ...(retryAfter === null ? {} : { retryAfter }),
  })
}

function errorsIn(text: string): readonly SquareError[] {
  const errors = readWire(text)
    .map((wire) => valueAt(wire, '/errors'))
    .unwrapOr([])
  return (Array.isArray(errors) ? errors : []).map((error: unknown) => {
    const field = wordAt(error, '/field')
    return {
      category: wordAt(error, '/category') ?? '',
      code: wordAt(error, '/code') ?? '',
      ...(field === undefined ? {} : { field }),
    }
  })
}

function wordAt(error: unknown, pointer: string): string | undefined {
  const value = valueAt(error, pointer)
  return typeof value === 'string' ? value : undefined
}

function networkProblem(error: unknown): SquareProblem {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  const reason = cause?.code ?? name ?? 'unknown'
  return { kind: isNeverSent(reason) ? 'not-reached' : 'no-answer', reason }
}
