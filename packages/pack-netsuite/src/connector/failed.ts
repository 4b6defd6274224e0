import type { Failure } from '@canonry/pack'

/** An error that carries a failure through code that can only reject, as a refresh of credentials. */
export function failedWith(failure: Failure): Error {
  return Object.assign(new Error(failure.message), { failure })
}

/** The failure that {@link failedWith} put into an error. */
export function failureIn(problem: unknown): Failure | undefined {
  return problem instanceof Error && 'failure' in problem ? (problem.failure as Failure) : undefined
}
