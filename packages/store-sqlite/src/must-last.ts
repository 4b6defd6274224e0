import type { PrintedAsked, PrintedCall } from './printed.js'
import type { Sql } from './sql.js'
import { isAudited } from './tenant-row.js'

/**
 * Whether what a call changes must be on the disk before it is answered.
 *
 * It must where the answer is a promise to somebody outside: a sender whose fact was accepted, a system
 * that is about to be called, a person who has decided. What a worker only takes in hand, or makes of
 * what is journaled, need not: a loss of power ends the worker, too, and the next one does it again. The
 * log of a file is lost from its end alone, so that whatever is promised later brings along all that it
 * rests on. A log that is audited is a promise as a whole.
 */
export function mustLast(sql: Sql, asked: PrintedAsked): boolean {
  return isPromise(asked.call) || isAudited(sql, asked)
}

function isPromise({ method, request }: PrintedCall): boolean {
  if (method === 'lease') return false
  // the word that a call is about to be made; an outcome that is lost is found out by reading back
  if (method === 'complete') return request.items.some(({ row }) => row.state === 'sending')
  // an act of a person has no epoch
  if (method === 'commit') return request.epoch === undefined
  // what was read or pulled is there to be read again
  if (method === 'append') return request.reads === undefined && request.pull === undefined
  return true
}
