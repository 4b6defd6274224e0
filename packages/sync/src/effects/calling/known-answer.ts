import type { Connector, Failure, WireDocument } from '@canonry/pack'
import { err, type Result } from 'neverthrow'
import { isFullRef } from '../collect-refs.js'
import { POLICIES } from '../settling/policy.js'
import { Unanswered } from './in-time.js'
import { credentialsFailure } from './known-credentials.js'

/** What a connector makes of a problem; one that throws, or names no class that there is, has a bug. */
export function classifySafely(connector: Connector, problem: unknown): Failure {
  if (problem instanceof Unanswered) return { kind: 'transient.unknown', message: problem.message }
  const away = credentialsFailure(problem)
  if (away) return away
  try {
    const failure: Failure | undefined = connector.classify(problem)
    return isKnownFailure(failure) ? failure : bug('the connector named no class of failures')
  } catch {
    return bug('the connector threw, and threw again when asked why')
  }
}

/** The outcomes of a call; an answer that is no list has none. */
export function knownList<T>(answer: readonly T[]): readonly T[] {
  return Array.isArray(answer) ? answer : []
}

/** The answer to a question for documents; one that is not what the contract says is a failure. */
export function knownDocuments<T>(
  answer: Result<T, Failure>,
  documentsOf: (value: T) => readonly WireDocument[],
): Result<T, Failure> {
  return knownAnswer(answer, {
    what: 'documents',
    isKnown: (value) => documentsIn(value, documentsOf)?.every(isDocument) === true,
  })
}

/** The answer to a question for topics, judged like {@link knownDocuments}. */
export function knownTopics(
  answer: Result<readonly string[], Failure>,
): Result<readonly string[], Failure> {
  return knownAnswer(answer, {
    what: 'topics',
    isKnown: (topics) => Array.isArray(topics) && topics.every((each) => typeof each === 'string'),
  })
}

function knownAnswer<T>(
  answer: Result<T, Failure>,
  { what, isKnown }: { what: string; isKnown: (value: T) => boolean },
): Result<T, Failure> {
  const malformed = err(bug(`the connector gave no ${what} that its contract knows`))
  if (typeof answer?.match !== 'function') return malformed
  if (answer.isErr()) return isKnownFailure(answer.error) ? answer : malformed
  return isKnown(answer.value) ? answer : malformed
}

function documentsIn<T>(
  value: T,
  documentsOf: (value: T) => readonly WireDocument[],
): readonly WireDocument[] | undefined {
  const documents: unknown = value && documentsOf(value)
  return Array.isArray(documents) ? documents : undefined
}

function isDocument(document: WireDocument): boolean {
  const { resource, apiVersion, key, text } = document ?? {}
  return [resource, apiVersion, key, text].every((part) => typeof part === 'string')
}

/** Whether a failure is of a class that there is, and says what its contract asks for. */
export function isKnownFailure(failure: Failure | undefined): failure is Failure {
  if (typeof failure?.message !== 'string' || !Object.hasOwn(POLICIES, failure.kind)) return false
  return failure.dependency === undefined || isFullRef(failure.dependency)
}

function bug(message: string): Failure {
  return { kind: 'handler.bug', message }
}
