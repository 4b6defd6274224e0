import { toNodeHandler } from '@canonry/transport-http'
import express, { type Express } from 'express'
import type { Receiving } from './receiving.js'

/** Express, whose parsers come after the hooks. */
export function expressApp(sync: Receiving): Express {
  // #region mount
  const app = express()
  app.post('/hooks/:connection', (request, response, next) => {
    const { connection } = request.params
    return toNodeHandler((raw) => sync.receive(connection, raw))(request, response, next)
  })
  app.use(express.json())
  // #endregion mount
  return app
}

/** The same with the parser before the hooks, which takes the bytes away that were signed. */
export function wrongExpressApp(sync: Receiving): Express {
  const app = express()
  app.use(express.json())
  return app.use(expressApp(sync))
}
