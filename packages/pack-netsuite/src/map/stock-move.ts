import {
  absent,
  concat,
  dateText,
  derived,
  from,
  group,
  type Handle,
  isRefusal,
  localInstant,
  mapping,
  maybe,
  needs,
  type RefContext,
  type Refusal,
  type Rule,
  refuse,
  single,
  text,
  textRef,
} from '@canonry/mapping'
import { type Instant, instantMs, instantOf, type Ref, refKey, StockMove } from '@canonry/model'
import { externalIdOf, sourceOfExternalId } from '../external-id.js'
import { WireStockMove } from '../wire/stock-move.js'
import { article } from './article.js'
import { isInternalId } from './leaves.js'
import { moveEnds } from './move-ends.js'

const WALL = localInstant('yyyy-MM-dd HH:mm:ss')

/**
 * The moment that SuiteQL tells by the clock of a zone, without its offset; of two such moments the
 * earlier one.
 */
export function momentOf(wall: string, zone: string): Instant | Refusal {
  const read = WALL.decode(wall, { zone })
  return isRefusal(read) ? read : instantOf(instantMs(read))
}

/**
 * A line of a posting transaction that moved stock, as a row of the ledger.
 *
 * It occurred when it was entered: that is when NetSuite's own numbers changed. `trandate` is a day
 * without a time that people choose, often one that is past, so it is the business date alone. A
 * fulfilment is entered when it is picked, which may be before it is shipped.
 */
export const stockMoveMapping = mapping({
  system: 'netsuite',
  entity: 'StockMove',
  wire: WireStockMove,
  canonical: StockMove,
  needs: needs<{ account: string }>(),
  map: ($) => ({
    refs: concat(single(lineRef($), { owns: isLine }), single(sourceRef($))),
    key: derived('the ref as text', ({ refs }: StockMove) => (refs[0] ? refKey(refs[0]) : '')),
    variant: from($.item, textRef('item')),
    sku: article($.sku),
    lot: absent('the assignment of lots to lines is not asked for'),
    serials: absent('the assignment of serial numbers to lines is not asked for'),
    ...moveEnds($),
    occurredAt: moment($),
    recordedAt: derived('when it was entered', ({ occurredAt }: StockMove) => occurredAt),
    businessDate: maybe($.bookedon, dateText('yyyy-MM-dd')),
    expectedAt: absent('a transfer order says it per line, which is not asked for'),
    reason: maybe($.reason, text),
    corrects: absent('a transaction is edited, not taken back'),
  }),
  preserve: ($) => [$.modifiedat],
})

function isLine({ system, kind }: Ref): boolean {
  return system === 'netsuite' && kind === 'transactionLine'
}

/** When a line was entered; a zone is as good as another for saying it. */
function moment($: Handle<WireStockMove>): Rule<Instant> {
  return group(
    { wall: $.createdat, zone: $.zone },
    {
      doc: 'local time as yyyy-MM-dd HH:mm:ss in the zone beside it',
      loss: 'in which zone it was told',
      get: ({ wall, zone }) => momentOf(wall, zone),
      put: (instant) => {
        const wall = WALL.encode(instant, { zone: 'UTC' })
        return isRefusal(wall) ? wall : { wall, zone: 'UTC' }
      },
    },
  )
}

function lineRef($: Handle<WireStockMove>): Rule<Ref | undefined, RefContext> {
  return group(
    { transaction: [$.transaction, textRef('transactionLine')], line: $.line },
    {
      doc: 'transaction and line as transaction:line',
      get: ({ transaction, line }): Ref | Refusal =>
        [transaction.id, line].every(isInternalId)
          ? { ...transaction, id: `${transaction.id}:${line}` }
          : refuse('id', 'internal ids'),
      put: (ref) => {
        const [id = '', line = ''] = ref?.id.split(':') ?? []
        return ref ? { transaction: { ...ref, id }, line } : {}
      },
    },
  )
}

/**
 * The source of an adjustment that was written through this pack.
 *
 * External ids are one per transaction and may come from anybody, so the line's memo must say the
 * same one: then the line is the move of that source, and no news.
 */
function sourceRef($: Handle<WireStockMove>): Rule<Ref | undefined> {
  return group(
    { externalId: $.externalid, memo: $.memo },
    {
      doc: 'the source that the external id names, where the memo of the line is the same',
      loss: 'any other external id or memo',
      get: ({ externalId, memo }) => {
        const source = externalId === memo ? sourceOfExternalId(externalId ?? '') : undefined
        return source && !isLine(source) ? source : undefined
      },
      put: (ref) => {
        const externalId = ref && externalIdOf(ref)
        return { externalId, memo: externalId }
      },
    },
  )
}
