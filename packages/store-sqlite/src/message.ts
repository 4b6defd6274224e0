import type { StoreFailure } from '@canonry/sync'
import type { Asked, Call } from './asked.js'
import { type Bodies, packBodies, unpackBodies, type WithBody } from './bodies.js'

/** What one thread of a file is about. */
export interface ThreadData {
  readonly path: string
  readonly readOnly: boolean
}

/** What a thread of a file is told; `close` is the last. */
export interface Question {
  readonly id: number
  readonly asked: Packed | 'close'
}

/** What became of a question; a bug is what was thrown. */
export type Outcome =
  | { readonly answer: Packed }
  | { readonly failure: StoreFailure }
  | { readonly bug: unknown }

/** What a thread of a file says. */
export interface Reply {
  readonly id: number
  readonly outcome: Outcome
}

/**
 * A value on its way to another thread: as JSON, which is how it is stored, what it does not matter
 * to and what is large; bodies of facts apart, as bytes. Anything else is cloned.
 */
export type Packed =
  | { readonly json: string | undefined; readonly bodies?: Bodies }
  | { readonly value: Asked }

/** Packs a call. */
export function packAsked(asked: Asked): Packed {
  const { call } = asked
  if (call.method === 'append') {
    const { facts, bodies } = packBodies(call.request.facts)
    const light = { ...asked, call: { ...call, request: { ...call.request, facts } } }
    return { json: JSON.stringify(light), bodies }
  }
  // limits of a connection may be endless, which JSON does not know
  const isStored = call.method === 'commit' || call.method === 'complete'
  return isStored ? { json: JSON.stringify(asked) } : { value: asked }
}

/** Unpacks a call. */
export function unpackAsked(packed: Packed): Asked {
  if ('value' in packed) return packed.value
  const asked = JSON.parse(packed.json ?? '') as Asked
  const { call } = asked
  if (call.method !== 'append' || !packed.bodies) return asked
  const facts = unpackBodies(call.request.facts, packed.bodies)
  return { ...asked, call: { ...call, request: { ...call.request, facts } } }
}

/** Packs the answer to a call. */
export function packAnswer({ method, request }: Call, answer: unknown): Packed {
  if (method === 'read') {
    const { facts, bodies } = packBodies(answer as readonly WithBody[])
    return { json: JSON.stringify(facts), bodies }
  }
  if (method !== 'query' || request.kind !== 'journal') return { json: JSON.stringify(answer) }
  const page = answer as { readonly facts: readonly WithBody[] }
  const { facts, bodies } = packBodies(page.facts)
  return { json: JSON.stringify({ ...page, facts }), bodies }
}

/** Unpacks an answer. */
export function unpackAnswer(packed: Packed): unknown {
  if ('value' in packed) return packed.value
  const { json, bodies } = packed
  if (json === undefined) return undefined
  const answer = JSON.parse(json)
  if (!bodies) return answer
  if (Array.isArray(answer)) return unpackBodies(answer, bodies)
  return { ...answer, facts: unpackBodies(answer.facts, bodies) }
}
