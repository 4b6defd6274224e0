/** What is wrong with a request, in Square's words. */
export interface Problem {
  readonly status: number
  readonly category: string
  readonly code: string
  readonly detail: string
  readonly field?: string
}

/** The envelope of all of Square's errors: https://developer.squareup.com/docs/build-basics/handling-errors. */
export function problemResponse({ status, ...error }: Problem): Response {
  return answer({ errors: [error] }, status)
}

/** An answer as JSON, with the clock that connectors read. */
export function answer(body: object, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  })
}

/** A request that breaks a rule. */
export function invalid(code: string, detail: string, field?: string): Problem {
  const category = 'INVALID_REQUEST_ERROR'
  return { status: 400, category, code, detail, ...(field === undefined ? {} : { field }) }
}

/** Something that is asked for and not there. */
export function notFound(what: string): Problem {
  return {
    status: 404,
    category: 'INVALID_REQUEST_ERROR',
    code: 'NOT_FOUND',
    detail: `${what} not found`,
  }
}
