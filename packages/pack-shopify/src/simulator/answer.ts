/** An answer of the Admin API: JSON text, and headers beside its content type. */
export function json(
  status: number,
  { text, headers = {} }: { text: string; headers?: Record<string, string> },
): Response {
  return new Response(text, { status, headers: { 'content-type': 'application/json', ...headers } })
}
