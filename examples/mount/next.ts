import type { Receiving } from './receiving.js'

/** `app/hooks/[connection]/route.ts` of Next, whose route handlers take a request and answer one. */
export function nextRoute(sync: Receiving) {
  // #region mount
  async function POST(request: Request, context: { params: Promise<{ connection: string }> }) {
    const { connection } = await context.params
    return sync.receive(connection, request)
  }
  // #endregion mount
  return { POST }
}
