import type { StockTable } from './stock-table.js'

const MOMENT = "'YYYY-MM-DD HH24:MI:SS'"

const COLUMNS = [
  'SELECT transaction.id AS transaction, transactionline.id AS line, transaction.type,',
  'transaction.externalid, transaction.memo AS reason,',
  `TO_CHAR(transaction.createddate, ${MOMENT}) AS createdat,`,
  `TO_CHAR(transaction.lastmodifieddate, ${MOMENT}) AS modifiedat,`,
  "TO_CHAR(transaction.trandate, 'YYYY-MM-DD') AS bookedon,",
  'transactionline.item, BUILTIN.DF(transactionline.item) AS sku, transactionline.memo,',
  'transactionline.quantity, transactionline.location,',
  'transaction.transferlocation AS destination, transactionline.createdfrom,',
  'origin.type AS ordertype, origin.transferlocation AS orderdestination',
].join(' ')

const ORIGIN = 'LEFT JOIN transaction origin ON origin.id = transactionline.createdfrom'

/** What holds of a line that moved stock, once for every movement. */
const MOVED = [
  "transaction.posting = 'T'",
  "transactionline.isinventoryaffecting = 'T'",
  "transactionline.taxline = 'F'",
  "transactionline.itemtype IN ('InvtPart', 'Assembly')",
  [
    "(transaction.type IN ('Build', 'Unbuild', 'WOIssue', 'WOCompl')",
    "(transactionline.mainline = 'F' AND transaction.type IN ('InvAdjst', 'ItemRcpt', 'ItemShip'))",
    "(transactionline.mainline = 'F' AND transaction.type = 'InvTrnfr' AND transactionline.quantity < 0))",
  ].join(' OR '),
].join(' AND ')

/**
 * Lines of posting transactions that moved stock, each with the order behind it.
 *
 * `isinventoryaffecting` leaves one row per movement; the others of a transaction are its postings.
 * Both legs of an inventory transfer affect inventory, and the one that leaves names the way. Cash
 * sales and cash refunds are not among them: their goods are told of as tickets. Of a build the main
 * line is the assembly that was made, so it counts; main lines of others name no item.
 *
 * Left out are work orders, which commit parts and move none; inventory counts, whose approval enters
 * an adjustment of its own that is read; and what moves goods within one location, from bin to bin
 * or from status to status, both of whose legs add up to nothing.
 *
 * What changed is asked for from the transactions on, so that one is told of whose lines are gone, or
 * that posts no more.
 */
export const MOVES = {
  resource: 'stockMove@suiteql',
  select: [
    COLUMNS,
    'FROM transactionline',
    'INNER JOIN transaction ON transaction.id = transactionline.transaction',
    ORIGIN,
  ].join(' '),
  where: MOVED,
  key: [
    ['transactionline.transaction', 'transaction'],
    ['transactionline.id', 'line'],
  ],
  changes: {
    select: [
      COLUMNS,
      'FROM transaction',
      `LEFT JOIN transactionline ON transactionline.transaction = transaction.id AND ${MOVED}`,
      ORIGIN,
    ].join(' '),
    where:
      "transaction.type IN ('InvAdjst', 'InvTrnfr', 'ItemRcpt', 'ItemShip', 'Build', 'Unbuild', 'WOIssue', 'WOCompl')",
    key: [
      ['transaction.id', 'transaction'],
      ['transactionline.id', 'line'],
    ],
  },
  changed: 'transaction.lastmodifieddate',
  family: 'transaction',
  zoned: true,
} as const satisfies StockTable

/**
 * What was deleted: the names of records, which for a transaction begin those of its lines.
 *
 * NetSuite counts the ids of each kind of record by themselves, and no source says how it names the
 * kinds here; so an id may be that of another record, and what it names is read before it is believed.
 */
export const DELETIONS = {
  resource: MOVES.resource,
  select: 'SELECT recordid FROM deletedrecord',
  where: "iscustomrecord = 'F' AND iscustomlist = 'F'",
  key: [['recordid', 'recordid']],
  changed: 'deleteddate',
  family: 'recordid',
  isHint: true,
  zoned: true,
} as const satisfies StockTable
