import { openEffect, type StoredEffect } from './effect-rows.js'
import { openFacts, type StoredFacts } from './facts.js'
import type { StoredPage } from './journal.js'
import { openSituation, type StoredSituation } from './stored.js'

interface Asked {
  readonly method: string
  readonly request: object
}

/** Opens the answer to a call: what lay there as JSON is read by whoever asked for it. */
export function openAnswer(call: Asked, answer: unknown): unknown {
  if (call.method === 'lease') return (answer as readonly StoredEffect[]).map(openEffect)
  if (call.method === 'read') return (answer as readonly StoredFacts[]).flatMap(openFacts)
  if (isQuestion(call, 'situation')) return openSituation(answer as StoredSituation)
  return isQuestion(call, 'journal') ? openPage(answer as StoredPage) : answer
}

/** Whether a call asks this question. */
export function isQuestion({ method, request }: Asked, kind: string): boolean {
  return method === 'query' && 'kind' in request && request.kind === kind
}

function openPage({ facts, ...page }: StoredPage) {
  return { ...page, facts: openFacts(facts) }
}
