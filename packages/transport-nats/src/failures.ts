import type { TransportFailure } from '@canonry/sync'
import { JetStreamApiError } from '@nats-io/jetstream'
import {
  AuthorizationError,
  errors,
  PermissionViolationError,
  UserAuthenticationExpiredError,
} from '@nats-io/transport-node'

/** A failure on its way out of a promise. */
export class Failed extends Error {
  readonly failure: TransportFailure
  constructor(failure: TransportFailure) {
    super(failure.message)
    this.failure = failure
  }
}

/** The failure of a transport that was closed. */
export const CLOSED: TransportFailure = {
  kind: 'closed',
  message: 'the transport was closed: open another one',
}

/** What the server says about streams and consumers that are something else. */
const OVERLAP = 10065
const NO_JETSTREAM = [10039, 10076]
const NOT_NOW = [10008, 10023, 10028]

/** What went wrong while `doing` something, as a failure of the transport. */
export function failureOf(problem: unknown, doing: string): TransportFailure {
  const cause = innermost(problem)
  const said = cause instanceof Error ? cause.message : 'something was thrown'
  if (isRefusal(cause)) {
    const message = `${doing}: ${said}; check the credentials and the rights of this user`
    return { kind: 'refused', message, cause: problem }
  }
  // the client does not export this one
  if ((cause as Error | undefined)?.name === 'JetStreamNotEnabled')
    return withoutJetStream(doing, problem)
  if (cause instanceof JetStreamApiError) return ofTheServer(cause, doing)
  const message = `${doing}: ${said}; is the server there, and reachable?`
  return { kind: 'unreachable', message, cause: problem }
}

/** What must be changed where something is not what it must be. */
export function misconfigured(message: string): TransportFailure {
  return { kind: 'misconfigured', message }
}

function ofTheServer(problem: JetStreamApiError, doing: string): TransportFailure {
  const { code, err_code, description } = problem.apiError()
  if (NO_JETSTREAM.includes(err_code)) return withoutJetStream(doing, problem)
  if (code === 503 || NOT_NOW.includes(err_code)) {
    const message = `${doing}: ${description}; it is tried again`
    return { kind: 'unreachable', message, cause: problem }
  }
  const advice =
    err_code === OVERLAP
      ? 'another stream has these subjects: give `subject` another name'
      : 'the stream or the consumer is another one than is needed'
  const message = `${doing}: ${description} (${err_code}); ${advice}`
  return { kind: 'misconfigured', message, cause: problem }
}

function withoutJetStream(doing: string, cause: unknown): TransportFailure {
  const message = `${doing}: there is no JetStream here; start the server with -js, or let the account use it`
  return { kind: 'misconfigured', message, cause }
}

function isRefusal(problem: unknown): boolean {
  return (
    problem instanceof AuthorizationError ||
    problem instanceof PermissionViolationError ||
    problem instanceof UserAuthenticationExpiredError
  )
}

// the client wraps what the server said
function innermost(problem: unknown): unknown {
  const isWrapped =
    problem instanceof errors.RequestError || problem instanceof errors.ConnectionError
  return isWrapped && problem.cause ? innermost(problem.cause) : problem
}
