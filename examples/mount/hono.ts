import { Hono } from 'hono'
import type { Receiving } from './receiving.js'

/** Hono gives the request as it came. */
export function honoApp(sync: Receiving): Hono {
  // #region mount
  const app = new Hono()
  app.post('/hooks/:connection', (c) => sync.receive(c.req.param('connection'), c.req.raw))
  // #endregion mount
  return app
}
