import { writeWire } from '@canonry/mapping'
import { type Failure, type Lookup, valueAt, type WireDocument } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { PaymentRefund } from '../map/refunded-to.js'
import type { SquareAnswer, SquareRequest } from './square-client.js'

/** A call below the API, its failures classified; `undefined` for what does not exist. */
export type Call = (request: SquareRequest) => Promise<Result<SquareAnswer | undefined, Failure>>

/** What the catalogue says of a variation, in Square's words. */
export interface CatalogueEntry {
  readonly sku?: string
  /** What it is counted in; absent for pieces. */
  readonly measurement_unit?: unknown
}

/** Variations by their id; one that the catalogue does not have, or that is none, is not in it. */
export type CatalogueEntries = Readonly<Record<string, CatalogueEntry>>

/** Tells what is behind the ids of variations, which is all that orders and stock name. */
export interface Catalogue {
  find(variations: readonly string[]): Promise<Result<CatalogueEntries, Failure>>
  /** Forgets the variations of an item, because it was changed. */
  forget(item: unknown): void
}

/** Refunds of payments, by the tender and the order that gives back of it. */
export type Refunds = Lookup<readonly PaymentRefund[]>

/** What every way of reading needs. */
export interface Source {
  readonly call: Call
  readonly apiVersion: string
  /** What is behind the ids of variations. */
  readonly catalogue: Catalogue
  /** Where the money of orders went that take back. */
  readonly refunds: Refunds
}

/** A document as the API answers it for one thing: the thing under its name. */
export function documentOf(
  resource: string,
  {
    key,
    wire,
    apiVersion,
  }: { readonly key: string; readonly wire: object; readonly apiVersion: string },
): WireDocument {
  return { resource, apiVersion, key, text: writeWire(wire) }
}

/** The elements of a list in an answer. */
export function listAt(answer: SquareAnswer | undefined, pointer: string): readonly unknown[] {
  return elementsAt(answer?.wire, pointer)
}

/** The elements of a list in a document; none where there is no list. */
export function elementsAt(wire: unknown, pointer: string): readonly unknown[] {
  const list = valueAt(wire, pointer)
  return Array.isArray(list) ? list : []
}

/** The text at a place of what was answered; empty where there is none. */
export function textIn(wire: unknown, pointer: string): string {
  const value = valueAt(wire, pointer)
  return typeof value === 'string' ? value : ''
}

/** The cursor of the next page; none on the last. */
export function cursorIn(answer: SquareAnswer | undefined): string | undefined {
  return textIn(answer?.wire, '/cursor') || undefined
}

/** Follows the cursors of one question; one that comes again would go on for ever, and is a failure. */
export function following(): (cursor: string | undefined) => Result<string | undefined, Failure> {
  const followed = new Set<string>()
  return (cursor) => {
    if (cursor === undefined) return ok(undefined)
    if (followed.has(cursor)) return err(CIRCLE)
    followed.add(cursor)
    return ok(cursor)
  }
}

const CIRCLE: Failure = {
  kind: 'transient.definite',
  message: 'the pages of Square go round in circles: a cursor came again that had been followed',
}

/** A question that is answered page by page, and where in a page the elements are. */
export interface Listing {
  readonly path: string
  readonly question: Readonly<Record<string, unknown>>
  readonly list: string
}

/** All elements that a question is answered with. */
export async function allOf(
  { path, question, list }: Listing,
  call: Call,
): Promise<Result<readonly unknown[], Failure>> {
  const elements: unknown[] = []
  const follow = following()
  let cursor: string | undefined
  do {
    const body = { ...question, ...(cursor !== undefined && { cursor }) }
    const answer = await call({ path, body })
    if (answer.isErr()) return err(answer.error)
    elements.push(...listAt(answer.value, list))
    const next = follow(cursorIn(answer.value))
    if (next.isErr()) return err(next.error)
    cursor = next.value
  } while (cursor !== undefined)
  return ok(elements)
}
