/**
 * What goes wrong with one request.
 *
 * `answer`: this answer instead, nothing is applied. `refuse`: the connection is refused, nothing is
 * applied. `lose-answer`: the request is applied and its answer never arrives.
 */
export type Fault =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'lose-answer' }

/** Lets a fault happen to a request, or answers it in peace. */
export async function applyFault(
  fault: Fault | undefined,
  answer: () => Promise<Response>,
): Promise<Response> {
  if (!fault) return answer()
  if (fault.kind === 'answer') {
    const { status, headers = {}, body = '' } = fault
    return new Response(status === 204 ? null : body, { status, headers })
  }
  if (fault.kind === 'refuse') throw networkError('ECONNREFUSED')
  await answer()
  throw networkError('ECONNRESET')
}

// the shape in which fetch reports a broken connection: a TypeError whose cause names the code
function networkError(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
}
