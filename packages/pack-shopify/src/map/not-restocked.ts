import { WireNumber } from '@canonry/mapping'

/** What an order says around a line of what was sent and refunded, as it stands in the document. */
export interface RefundContext {
  readonly refunds: unknown
  readonly fulfillments: unknown
  /** Where a till sold it. */
  readonly soldAt: unknown
  /** The id of the line. */
  readonly line: unknown
}

/**
 * How many units of a line were sent and are refunded without being restocked: at most so many of those
 * that the line counts no more, of which `stillSent` are sent and not refunded.
 *
 * What a till hands over and takes back is left as Shopify counts it: its refunds are not read.
 *
 * Source: https://shopify.dev/docs/api/admin-rest/latest/resources/refund (`restock_type`)
 */
export function notRestocked(
  { refunds, fulfillments, soldAt, line }: RefundContext,
  { gone, stillSent }: { readonly gone: number; readonly stillSent: number },
): number {
  const isOfTill = soldAt !== undefined && soldAt !== null
  if (gone === 0 || isOfTill || !Array.isArray(refunds) || refunds.length === 0) return 0
  const id = idText(line)
  if (id === undefined) return 0
  const kept = listIn(refunds, 'refund_line_items')
    .filter((part) => idText(part['line_item_id']) === id && part['restock_type'] === 'no_restock')
    .reduce((all, { quantity }) => all + unitsOf(quantity), 0)
  const shipped = listOf(fulfillments).filter(({ status }) => !NEVER_SENT.has(status))
  const sent = listIn(shipped, 'line_items')
    .filter((part) => idText(part['id']) === id)
    .reduce((all, { quantity }) => all + unitsOf(quantity), 0)
  return Math.max(0, Math.min(gone, kept, sent - stillSent))
}

const NEVER_SENT: ReadonlySet<unknown> = new Set(['cancelled', 'error', 'failure'])

type Part = Readonly<Record<string, unknown>>

function listIn(parts: unknown, field: string): readonly Part[] {
  return listOf(parts).flatMap((part) => listOf(part[field]))
}

function listOf(value: unknown): readonly Part[] {
  if (!Array.isArray(value)) return []
  return value.filter((part): part is Part => typeof part === 'object' && part !== null)
}

function unitsOf(quantity: unknown): number {
  return Number.isSafeInteger(quantity) ? Math.max(0, quantity as number) : 0
}

function idText(id: unknown): string | undefined {
  if (id instanceof WireNumber) return id.text
  return typeof id === 'number' || typeof id === 'string' ? String(id) : undefined
}
