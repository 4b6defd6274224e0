import type { StoreFailure } from '@canonry/sync'
import type { Call } from './asked.js'
import { type Bodies, packBodies, unpackBodies } from './bodies.js'
import type { StoredEffect } from './effect-rows.js'
import { isQuestion, openAnswer } from './opened.js'
import { type PrintedAsked, type PrintedCall, textsOfCommit, textsOfComplete } from './printed.js'
import { type StoredSituation, textsOfEffect, textsOfSituation } from './stored.js'

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
  | { readonly answer: PackedAnswer }
  | { readonly failure: StoreFailure }
  | { readonly bug: unknown }

/** What a thread of a file says. */
export interface Reply {
  readonly id: number
  readonly outcome: Outcome
}

/**
 * A value on its way to another thread: as JSON, which is how it is stored, what it does not matter
 * to and what is large; apart from it texts that are stored as they are, whose numbers stand in
 * their places, and bodies of facts, as bytes. Anything else is cloned.
 */
export type Packed =
  | { readonly json: string; readonly texts?: readonly string[]; readonly bodies?: Bodies }
  | { readonly value: PrintedAsked }

/** An answer on its way, packed in the same way. */
export type PackedAnswer =
  | { readonly json: string | undefined; readonly texts?: readonly string[] }
  | { readonly value: unknown }

/** Texts that are laid down, each under its number. */
export interface Texts {
  readonly all: readonly string[]
  readonly keep: (text: string) => number
}

/** No texts yet. */
export function noTexts(): Texts {
  const all: string[] = []
  return { all, keep: (text) => all.push(text) - 1 }
}

/** Packs a call that is printed, with the texts that its numbers stand for. */
export function packAsked(asked: PrintedAsked<number>, texts: readonly string[]): Packed {
  const { call } = asked
  // limits of a connection may be endless, which JSON does not know
  if (!mayJournal(call) && call.method !== 'complete') return { value: { ...asked, call } }
  const packed = mayJournal(call) && call.request.facts ? packBodies(call.request.facts) : undefined
  if (!packed) return { json: JSON.stringify(asked), texts }
  const light = { ...asked, call: { ...call, request: { ...call.request, facts: packed.facts } } }
  return { json: JSON.stringify(light), texts, bodies: packed.bodies }
}

/** Unpacks a call. */
export function unpackAsked(packed: Packed): PrintedAsked {
  if ('value' in packed) return packed.value
  const { json, bodies, texts = [] } = packed
  const asked = JSON.parse(json) as PrintedAsked<never>
  const call = textsOfCall(asked.call, textIn(texts))
  if (!mayJournal(call) || !bodies) return { ...asked, call }
  const facts = unpackBodies(call.request.facts ?? [], bodies)
  return { ...asked, call: { ...call, request: { ...call.request, facts } } as PrintedCall }
}

/** Whether a call may journal facts, whose bodies go apart from it. */
function mayJournal<Text>(
  call: PrintedCall<Text>,
): call is Extract<PrintedCall<Text>, { readonly method: 'append' | 'commit' }> {
  return call.method === 'append' || call.method === 'commit'
}

function textsOfCall<From, To>(call: PrintedCall<From>, to: (text: From) => To): PrintedCall<To> {
  if (call.method === 'commit') return { ...call, request: textsOfCommit(call.request, to) }
  if (call.method === 'complete') return { ...call, request: textsOfComplete(call.request, to) }
  return call
}

function textIn(texts: readonly string[]): (index: number) => string {
  return (index) => texts[index] ?? ''
}

/** Packs the answer to a call. */
export function packAnswer(call: PrintedCall, answer: unknown): PackedAnswer {
  if (call.method === 'lease' || isQuestion(call, 'situation')) {
    const { all, keep } = noTexts()
    return { json: JSON.stringify(textsOfAnswer(answer, keep)), texts: all }
  }
  // few and large
  if (call.method === 'read' || isQuestion(call, 'journal')) return { value: answer }
  return { json: JSON.stringify(answer) }
}

/** Unpacks the answer to a call, and opens it. */
export function unpackAnswer(call: Call, packed: PackedAnswer): unknown {
  if ('value' in packed) return openAnswer(call, { answer: packed.value, textOf })
  const { json, texts = [] } = packed
  const answer = json === undefined ? undefined : JSON.parse(json)
  return openAnswer(call, { answer, textOf: textIn(texts) })
}

// what is cloned has its texts in their places
function textOf(text: string): string {
  return text
}

function textsOfAnswer<From, To>(answer: unknown, to: (text: From) => To): unknown {
  return Array.isArray(answer)
    ? (answer as readonly StoredEffect<From>[]).map((effect) => textsOfEffect(effect, to))
    : textsOfSituation(answer as StoredSituation<From>, to)
}
