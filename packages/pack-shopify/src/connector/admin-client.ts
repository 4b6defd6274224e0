import { readWire } from '@canonry/mapping'
import { type CredentialSet, type Env, isNeverSent, valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { domainOf } from '../shop-domain.js'
import type { ShopifyOptions } from './options.js'

/** An answer of the Admin API. */
export interface AdminAnswer {
  readonly text: string
  readonly headers: Headers
}

/** Why there is no usable answer. */
export type AdminProblem =
  | { readonly kind: 'not-reached'; readonly reason: string }
  | { readonly kind: 'no-answer'; readonly reason: string }
  | { readonly kind: 'refused'; readonly status: number; readonly retryAfter?: string }

/** A path below `/admin/api/{version}/`; with a body it is a POST. */
export interface AdminRequest {
  readonly path: string
  readonly body?: string
}

/** What a call needs beside its request. */
export interface AdminCall {
  readonly options: ShopifyOptions
  readonly apiVersion: string
  readonly env: Env
  readonly credentials: CredentialSet
}

const TIMEOUT_MS = 30_000

/**
 * Makes a call; `undefined` for what does not exist (404).
 *
 * A 404 counts only in Shopify's own form, because a proxy's would let an order look deleted.
 */
export async function callAdmin(
  request: AdminRequest,
  call: AdminCall,
): Promise<Result<AdminAnswer | undefined, AdminProblem>> {
  try {
    const response = await call.env.fetch(adminRequest(request, call))
    const text = await response.text()
    if (response.ok) return ok({ text, headers: response.headers })
    if (response.status === 404 && isShopifys(text)) return ok(undefined)
    const retryAfter = response.headers.get('retry-after')
    return err({
      kind: 'refused',
      status: response.status,
      ...(retryAfter === null ? {} : { retryAfter }),
    })
  } catch (error) {
    return err(networkProblem(error))
  }
}

// https://shopify.dev/docs/api/admin-rest#status_and_error_codes
function isShopifys(text: string): boolean {
  const wire = readWire(text).unwrapOr(undefined)
  return valueAt(wire, '/errors') !== undefined
}

function adminRequest(
  { path, body }: AdminRequest,
  { options, apiVersion, credentials }: AdminCall,
): Request {
  const base = options.baseUrl ?? `https://${domainOf(options.shop)}`
  const token = credentials.values['accessToken']?.reveal() ?? ''
  return new Request(`${base}/admin/api/${apiVersion}/${path}`, {
    ...(body !== undefined && { method: 'POST', body }),
    headers: {
      'x-shopify-access-token': token,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
}

function networkProblem(error: unknown): AdminProblem {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  const reason = cause?.code ?? name ?? 'unknown'
  return { kind: isNeverSent(reason) ? 'not-reached' : 'no-answer', reason }
}
