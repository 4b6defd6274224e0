import { readWire } from '@canonry/mapping'
import { type Failure, valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { NOT_THERE } from '../classify.js'
import type { Call } from '../orders.js'

/** A GraphQL operation and its variables. */
export interface Operation {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  /** Whether it changes something: then nobody knows what became of it where its answer is lost. */
  readonly writes?: boolean
}

/** What GraphQL operations are asked through. */
export interface GraphqlClient {
  readonly call: Call
  readonly apiVersion: string
  now(): number
}

/**
 * Asks the GraphQL Admin API; answers `data`.
 *
 * An operation that costs more points than are left is throttled, until they have come back.
 * Source: https://shopify.dev/docs/api/usage/limits#graphql-admin-api-rate-limits
 */
export async function askGraphql(
  { call, now }: GraphqlClient,
  { query, variables, writes = false }: Operation,
): Promise<Result<unknown, Failure>> {
  const answer = await call({ path: 'graphql.json', body: JSON.stringify({ query, variables }) })
  if (answer.isErr()) return err(answer.error)
  if (answer.value === undefined) return err(NOT_THERE)
  const wire = readWire(answer.value.text).unwrapOr(undefined)
  const errors = valueAt(wire, '/errors')
  if (Array.isArray(errors) && errors.length > 0) {
    return err(failureOf(errors[0], { wire, writes, now: now() }))
  }
  const data = valueAt(wire, '/data')
  if (data !== undefined && data !== null) return ok(data)
  return err({ kind: writes ? 'transient.unknown' : 'transient.definite', message: NO_DATA })
}

const NO_DATA = 'Shopify answered without data: it is asked again'

function failureOf(
  error: unknown,
  { wire, writes, now }: { readonly wire: unknown; readonly writes: boolean; readonly now: number },
): Failure {
  const code = textAt(error, '/extensions/code')
  if (code === 'THROTTLED') {
    const message = 'Shopify asks to slow down: the operation costs more points than are left'
    return { kind: 'throttled', message, retryAt: now + waitIn(wire) }
  }
  if (code === 'ACCESS_DENIED') {
    return {
      kind: 'auth.revoked',
      message:
        'Shopify does not let this app do that: stock needs the scopes read_inventory and read_locations, and write_inventory where it is written',
    }
  }
  // what REST says as 402 or 423: https://shopify.dev/docs/api/admin-graphql#status_and_error_codes
  if (code === 'SHOP_INACTIVE') {
    return { kind: 'auth.revoked', message: 'the shop is not active: check its plan' }
  }
  if (code === 'INTERNAL_SERVER_ERROR' || code === 'TIMEOUT') {
    const message = `Shopify failed (${code})`
    return { kind: writes ? 'transient.unknown' : 'transient.definite', message }
  }
  const message = `Shopify refused the operation (${code || 'no code'})`
  return { kind: 'contract.invalid', message }
}

const A_SECOND = 1_000

function waitIn(wire: unknown): number {
  const at = (name: string) => Number(valueAt(wire, `/extensions/cost/${name}`))
  const missing = at('requestedQueryCost') - at('throttleStatus/currentlyAvailable')
  const seconds = missing / at('throttleStatus/restoreRate')
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds * 1_000) : A_SECOND
}

/** The text at a place of an answer; empty where there is none. */
export function textAt(wire: unknown, pointer: string): string {
  const value = valueAt(wire, pointer)
  return typeof value === 'string' ? value : ''
}

/** The list at a place of an answer; empty where there is none. */
export function listAt(wire: unknown, pointer: string): readonly unknown[] {
  const value = valueAt(wire, pointer)
  return Array.isArray(value) ? value : []
}

/** A global id of Shopify: https://shopify.dev/docs/api/usage/gids */
export function gidOf(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`
}

/** The number in a global id; empty where it has none. */
export function numberIn(gid: string): string {
  return /\/(\d{1,20})(?:\?|$)/.exec(gid)?.[1] ?? ''
}
