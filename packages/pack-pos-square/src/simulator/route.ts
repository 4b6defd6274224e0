import type { Result } from 'neverthrow'
import type { Problem } from './problem.js'
import type { Wire } from './wire.js'

/** A request as a route sees it. */
export interface Asked {
  readonly id: string
  readonly query: URLSearchParams
  readonly body: Wire
}

/** What one method and path answers. */
export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: RegExp
  answer(asked: Asked): Result<Wire, Problem>
}
