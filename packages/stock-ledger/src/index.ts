export { type PositionName, positionId, positionRef, readPositionId } from './position-id.js'
export { Entry, Posting } from './posting.js'
export { POSTING } from './posting-resource.js'
export { type StockLedger, type StockLedgerOptions, stockLedger } from './stock-ledger.js'
