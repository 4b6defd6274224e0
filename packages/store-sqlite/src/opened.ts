import { openEffect, type StoredEffect } from './effect-rows.js'
import { openFacts, type StoredFacts } from './facts.js'
import type { StoredPage } from './journal.js'
import { openSituation, type StoredSituation } from './stored.js'

interface Asked {
  readonly method: string
  readonly request: object
}

/** An answer, and how its texts are found. */
interface Answered<Text> {
  readonly answer: unknown
  readonly textOf: (text: Text) => string
}

/** Opens the answer to a call: what lay there as JSON is read by whoever asked for it. */
export function openAnswer<Text>(call: Asked, { answer, textOf }: Answered<Text>): unknown {
  if (call.method === 'lease') {
    return (answer as readonly StoredEffect<Text>[]).map((each) => openEffect(each, textOf))
  }
  if (call.method === 'read') return (answer as readonly StoredFacts[]).flatMap(openFacts)
  if (isQuestion(call, 'situation')) return openSituation(answer as StoredSituation<Text>, textOf)
  return isQuestion(call, 'journal') ? openPage(answer as StoredPage) : answer
}

/** Whether a call asks this question. */
export function isQuestion({ method, request }: Asked, kind: string): boolean {
  return method === 'query' && 'kind' in request && request.kind === kind
}

function openPage({ facts, ...page }: StoredPage) {
  return { ...page, facts: openFacts(facts) }
}
