import type { Ref } from '@canonry/model'
import type { Failure, Intent, PushOutcome } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { adjustmentDifference, adjustmentUpdate } from '../write/adjustment-body.js'
import { failedSale } from './bring-sale.js'
import { confirmed, failedOutcome } from './outcome.js'
import { prepareMove } from './prepare-move.js'
import { putRecord, readRecord } from './records.js'
import type { Service } from './service.js'
import { queryPage } from './suiteql.js'

const TYPE = 'inventoryAdjustment'

/**
 * Brings a move of goods to NetSuite, as an inventory adjustment of one line.
 *
 * It is written under an external id and as a whole, so it moves its goods once, however often it is
 * written. It is always read first, so that its line stays the same one.
 */
export async function pushMove(service: Service, intent: Intent): Promise<PushOutcome> {
  const prepared = await prepareMove(service, intent)
  if (prepared.isErr()) return failedOutcome(prepared.error)
  const { externalId, body: ours } = prepared.value
  const known = await readRecord(service.client, { type: TYPE, id: `eid:${externalId}` })
  if (known.isErr()) return failedOutcome(known.error)
  const before = known.value
  const isSame = before && adjustmentDifference(ours, before.body).length === 0
  if (!isSame) {
    const body = before ? adjustmentUpdate(ours, before.body) : ours
    const write = { type: TYPE, externalId, body, replace: ['inventory'] } as const
    const written = await putRecord(service.client, write)
    if (written.isErr()) return failedSale(service, written.error, { key: intent.key, before })
  }
  const ref = await moveRef(service, externalId)
  if (ref.isErr()) return { kind: 'unknown', message: ref.error.message }
  return isSame ? { kind: 'no-op', ref: ref.value } : confirmed(ref.value)
}

/** Goods that moved cannot be unmoved. */
export async function cancelMove(): Promise<PushOutcome> {
  const message =
    'goods that moved cannot be cancelled: send a further move that takes them back (corrects)'
  return failedOutcome({ kind: 'contract.invalid', message })
}

/** The ref under which a pull tells of an adjustment's line. */
export async function moveRef(
  { client, account }: Pick<Service, 'client' | 'account'>,
  externalId: string,
): Promise<Result<Ref, Failure>> {
  const q = `SELECT transactionline.transaction, transactionline.id AS line FROM transactionline INNER JOIN transaction ON transaction.id = transactionline.transaction WHERE transaction.type = 'InvAdjst' AND transaction.externalid = '${externalId}' AND transactionline.mainline = 'F' AND transactionline.isinventoryaffecting = 'T' ORDER BY transactionline.id`
  const page = await queryPage(client, { q })
  return page.andThen(({ rows: [row] }) =>
    row
      ? ok({
          system: 'netsuite',
          account,
          kind: 'transactionLine',
          id: `${row['transaction']}:${row['line']}`,
        })
      : err(NO_LINE),
  )
}

const NO_LINE: Failure = {
  kind: 'transient.definite',
  message: 'NetSuite has the adjustment but does not list its line yet: it is read again',
}
