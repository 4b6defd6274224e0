import { openEffect, type StoredEffect } from './effect-rows.js'
import { openSituation, type StoredSituation } from './stored.js'

interface Asked {
  readonly method: string
  readonly request: object
}

/** Opens the answer to a call: what lay there as JSON is read by whoever asked for it. */
export function openAnswer(call: Asked, answer: unknown): unknown {
  if (call.method === 'lease') return (answer as readonly StoredEffect[]).map(openEffect)
  if (isSituation(call)) return openSituation(answer as StoredSituation)
  return answer
}

/** Whether a call asks for a situation. */
export function isSituation({ method, request }: Asked): boolean {
  return method === 'query' && 'kind' in request && request.kind === 'situation'
}
