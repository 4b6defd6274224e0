import type { Failure, PushOutcome } from '@canonry/pack'
import type { Result } from 'neverthrow'
import { createSale, failedSale, type KeyedSale, LISTS } from './bring-sale.js'
import { eachOf } from './each-of.js'
import { runJob } from './job.js'
import { confirmed } from './outcome.js'
import type { RecordType } from './records.js'
import type { RestClient } from './rest-client.js'
import { recordRef, type Service } from './service.js'
import { queryPage } from './suiteql.js'

/**
 * Writes new sales of one record type in one request, which NetSuite works off as a job, one by one.
 *
 * Which of them are there afterwards is asked for by their external ids. What is not there is written
 * by itself, which says why it is refused; so is everything where the request as a whole is refused.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/article_0127092747.html
 */
export async function createTogether(
  service: Service,
  sales: readonly KeyedSale[],
  atOnce: number,
): Promise<PushOutcome[]> {
  const { client } = service
  const alone = (sale: KeyedSale) => createSale(service, sale)
  const fail = (failure: Failure) =>
    sales.map((sale) => failedSale(service, failure, { key: sale.key, before: undefined }))
  const done = await runJob(client, writeOf(sales))
  if (done.isErr())
    return speaksOfContent(done.error) ? eachOf(sales, atOnce, alone) : fail(done.error)
  const found = await idsOf(client, sales)
  if (found.isErr()) return fail({ kind: 'transient.unknown', message: found.error.message })
  return eachOf(sales, atOnce, async (sale) => {
    const id = found.value.get(sale.externalId)
    if (id === undefined) return alone(sale)
    return confirmed(recordRef(service, sale.record, id), sale.findings)
  })
}

function writeOf(sales: readonly KeyedSale[]) {
  return {
    path: `/record/v1/${sales[0]?.record}?replace=${LISTS.join(',')}`,
    items: sales.map(({ body, externalId }) => ({ ...body, externalId })),
  }
}

const OF_CONTENT: ReadonlySet<Failure['kind']> = new Set([
  'business.rejected',
  'conflict.version',
  'contract.invalid',
  'dependency.missing',
  'duplicate.exists',
])

function speaksOfContent({ kind }: Failure): boolean {
  return OF_CONTENT.has(kind)
}

/** The internal ids of the records that are there, by external id. */
async function idsOf(
  client: RestClient,
  sales: readonly KeyedSale[],
): Promise<Result<ReadonlyMap<string, string>, Failure>> {
  const record = sales[0]?.record ?? 'cashSale'
  // external ids of the pack are letters, digits, hyphens and underscores
  const list = sales.map(({ externalId }) => `'${externalId}'`).join(', ')
  const q = `SELECT id, externalid FROM transaction WHERE recordtype IN ('${nameOf(record)}') AND externalid IN (${list}) ORDER BY id`
  const page = await queryPage(client, { q })
  return page.map(
    ({ rows }) =>
      new Map(
        rows.flatMap(({ id, externalid }) =>
          typeof id === 'string' && typeof externalid === 'string' ? [[externalid, id]] : [],
        ),
      ),
  )
}

function nameOf(record: RecordType): string {
  return record.toLowerCase()
}
