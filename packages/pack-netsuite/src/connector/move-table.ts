import type { StockTable } from './stock-table.js'

const MOMENT = "'YYYY-MM-DD HH24:MI:SS'"

/**
 * Lines of posting transactions that moved stock, each with the order behind it.
 *
 * `isinventoryaffecting` leaves one row per movement; the others of a transaction are its postings.
 * Both legs of an inventory transfer affect inventory, and the one that leaves names the way. Cash
 * sales and cash refunds are not among them: their goods are told of as tickets.
 */
export const MOVES = {
  resource: 'stockMove@suiteql',
  select: [
    'SELECT transactionline.transaction, transactionline.id AS line, transaction.type,',
    'transaction.externalid, transaction.memo AS reason,',
    `TO_CHAR(transaction.createddate, ${MOMENT}) AS createdat,`,
    `TO_CHAR(transaction.lastmodifieddate, ${MOMENT}) AS modifiedat,`,
    "TO_CHAR(transaction.trandate, 'YYYY-MM-DD') AS bookedon,",
    'transactionline.item, BUILTIN.DF(transactionline.item) AS sku, transactionline.memo,',
    'transactionline.quantity, transactionline.location,',
    'transaction.transferlocation AS destination, transactionline.createdfrom,',
    'origin.type AS ordertype, origin.transferlocation AS orderdestination',
    'FROM transactionline',
    'INNER JOIN transaction ON transaction.id = transactionline.transaction',
    'LEFT JOIN transaction origin ON origin.id = transactionline.createdfrom',
  ].join(' '),
  where: [
    "transaction.posting = 'T'",
    "transactionline.isinventoryaffecting = 'T'",
    "transactionline.mainline = 'F'",
    "transactionline.taxline = 'F'",
    "transactionline.itemtype IN ('InvtPart', 'Assembly')",
    "(transaction.type IN ('InvAdjst', 'ItemRcpt', 'ItemShip') OR (transaction.type = 'InvTrnfr' AND transactionline.quantity < 0))",
  ].join(' AND '),
  key: [
    ['transactionline.transaction', 'transaction'],
    ['transactionline.id', 'line'],
  ],
  changed: 'transaction.lastmodifieddate',
  zoned: true,
} as const satisfies StockTable
