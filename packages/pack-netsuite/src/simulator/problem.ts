/** A refusal as NetSuite words it; `path` names the property, dotted and with list indexes. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly path?: string
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
}

const SECTIONS: Readonly<Record<number, string>> = {
  400: 'section-15.5.1',
  401: 'section-15.5.2',
  403: 'section-15.5.4',
  404: 'section-15.5.5',
  405: 'section-15.5.6',
}

/** Most business refusals: 400, one code for all, the cause only in the English text. */
export function userError(detail: string, path?: string): Problem {
  const text = `Error while accessing a resource. ${detail}`
  return { status: 400, code: 'USER_ERROR', detail: text, ...(path === undefined ? {} : { path }) }
}

/** A reference to something that the account does not have, or a value outside a list. */
export function invalidValue(field: { value: string; name: string; path: string }): Problem {
  const { value, name, path } = field
  return userError(
    `You have entered an Invalid Field Value ${value} for the following field: ${name}`,
    path,
  )
}

/** The answer that says it: a problem document with one `o:errorDetails` entry. */
export function problemResponse(problem: Problem, headers: Record<string, string> = {}): Response {
  const { status, code, detail, path } = problem
  const section = SECTIONS[status] ?? 'section-15'
  const body = {
    type: `https://www.rfc-editor.org/rfc/rfc9110.html#${section}`,
    title: TITLES[status] ?? 'Error',
    status,
    'o:errorDetails': [
      { detail, 'o:errorCode': code, ...(path === undefined ? {} : { 'o:errorPath': path }) },
    ],
  }
  const type = 'application/vnd.oracle.resource+json; type=error; charset=UTF-8'
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': type, ...headers },
  })
}
