import { toNodeHandler } from '@canonry/transport-http'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Receiving } from './receiving.js'

/** Fastify, with a scope of its own whose bodies nobody parses. */
export function fastifyApp(sync: Receiving): FastifyInstance {
  // #region mount
  const app = Fastify()
  app.register(async (hooks) => {
    hooks.removeAllContentTypeParsers()
    hooks.addContentTypeParser('*', (_request, _payload, done) => done(null))
    hooks.post<{ Params: { connection: string } }>('/hooks/:connection', (request, reply) => {
      const { connection } = request.params
      reply.hijack()
      return toNodeHandler((raw) => sync.receive(connection, raw))(request.raw, reply.raw)
    })
  })
  // #endregion mount
  return app
}

/** The same without a scope, so that Fastify's own parser reads the body. */
export function wrongFastifyApp(sync: Receiving): FastifyInstance {
  const app = Fastify()
  app.post<{ Params: { connection: string } }>('/hooks/:connection', (request, reply) => {
    const { connection } = request.params
    reply.hijack()
    return toNodeHandler((raw) => sync.receive(connection, raw))(request.raw, reply.raw)
  })
  return app
}
