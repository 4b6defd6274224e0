import { createServer, type Server } from 'node:http'
import { toNodeHandler } from '@canonry/transport-http'
import type { Receiving } from './receiving.js'

/** A server of Node alone. */
export function nodeServer(sync: Receiving): Server {
  // #region mount
  const hooks = toNodeHandler((request) => {
    const [, place, connection = ''] = new URL(request.url).pathname.split('/')
    return place === 'hooks'
      ? sync.receive(connection, request)
      : Promise.resolve(new Response(null, { status: 404 }))
  })
  const server = createServer(hooks)
  // #endregion mount
  return server
}
