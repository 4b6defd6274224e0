import { err, ok, type Result } from 'neverthrow'
import type { Merchant } from './merchant.js'
import { pageOf } from './paging.js'
import { notFound, type Problem } from './problem.js'
import type { Asked, Route } from './route.js'
import type { Wire } from './wire.js'

/** Refunds of payments by their id, and what gift cards were loaded with by them. */
export function refundRoutes(merchant: Merchant): Route[] {
  return [
    {
      method: 'GET',
      path: /^\/v2\/refunds\/([^/]+)$/,
      answer: ({ id }) => {
        const refund = merchant.refunds.get(id)
        return refund ? ok({ refund }) : err(notFound('refund'))
      },
    },
    {
      method: 'GET',
      path: /^\/v2\/gift-cards\/activities$/,
      answer: (asked) => listActivities(merchant, asked),
    },
  ]
}

// the specification, ListGiftCardActivities: 50 on a page unless fewer or up to 100 are asked for
const ACTIVITIES = 50
const MOST = 100

function listActivities({ refunds, env }: Merchant, { query }: Asked): Result<Wire, Problem> {
  const since = Date.parse(query.get('begin_time') ?? '1970-01-01T00:00:00Z')
  const end = query.get('end_time')
  const type = query.get('type') ?? 'REFUND'
  const until = end === null ? env.now() : Date.parse(end)
  const found = type === 'REFUND' ? refunds.activities(since, until) : []
  const limit = Math.min(MOST, Number(query.get('limit') ?? ACTIVITIES))
  const question = [...query].filter(([name]) => name !== 'cursor')
  return pageOf(found, { cursor: query.get('cursor'), limit, question }).map(
    ({ elements, cursor }) => ({
      gift_card_activities: elements,
      ...(cursor !== undefined && { cursor }),
    }),
  )
}
