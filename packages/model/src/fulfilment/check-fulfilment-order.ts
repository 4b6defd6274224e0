import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { instantMs } from '../value/instant.js'
import { checkLineUnits } from './check-line-units.js'
import type { FulfilmentOrder } from './fulfilment-order.js'

/** What does not hold in fulfilment work: empty or double lines, a promise that ends before it begins, reasons of no hold. */
export function checkFulfilmentOrder(work: FulfilmentOrder): Finding[] {
  return [
    ...checkRefs(work.refs),
    ...checkLineUnits(work.lines),
    ...checkPromise(work),
    ...checkHold(work),
  ]
}

function checkPromise({ promise }: FulfilmentOrder): Finding[] {
  if (promise?.from === undefined || promise.to === undefined) return []
  if (instantMs(promise.from) <= instantMs(promise.to)) return []
  const message = `the promise begins at ${promise.from} and ends before that, at ${promise.to}`
  return [{ code: 'promise-reversed', path: '/promise', message }]
}

function checkHold({ state, holdReasons = [] }: FulfilmentOrder): Finding[] {
  if (holdReasons.length === 0 || state === 'on-hold' || state === 'unknown') return []
  const message = `the work is ${state}, but ${holdReasons.length} reasons say that it is on hold`
  return [{ code: 'held-without-hold', path: '/holdReasons', message }]
}
