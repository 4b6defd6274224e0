import type { StoreFailure } from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import { append } from './append.js'
import { commit } from './commit.js'
import { complete } from './complete.js'
import type { Connection } from './connection.js'
import { forgetLog } from './erase.js'
import { lease } from './lease.js'
import { maintain } from './maintain.js'
import { mustLast } from './must-last.js'
import type { PrintedAsked, PrintedCall } from './printed.js'
import { query } from './query.js'
import { read } from './read.js'
import { openScope, type Scope } from './scope.js'
import type { Sql } from './sql.js'
import { toFailure } from './sql-failure.js'
import { tenantRow } from './tenant-row.js'

/** What became of a call. */
export type Answer = Result<unknown, StoreFailure>

/** Does what a tenant's store is asked, on this thread. */
export function answer(connection: Connection, asked: PrintedAsked): Answer {
  const { call } = asked
  return connection.sql().andThen((sql) => {
    if (call.method === 'read') return reading(() => read(openScope(sql, asked), call.request))
    if (call.method === 'query') return reading(() => query(openScope(sql, asked), call.request))
    const done = sql.transaction(() => write(sql, asked), { lasting: mustLast(sql, asked) })
    const erased = call.method === 'commit' && call.request.erase
    return erased ? done.andThen(() => reading(() => forgetLog(sql))) : done
  })
}

function reading(work: () => unknown): Answer {
  try {
    return ok(work())
  } catch (problem) {
    return err(toFailure(problem))
  }
}

/** Does a call that may change something, within a transaction. */
export function write(sql: Sql, asked: PrintedAsked): Answer {
  const { call } = asked
  const row = tenantRow(sql, asked)
  const scope = openScope(sql, asked, row)
  const epoch = epochIn(call)
  if (epoch !== undefined && row.epoch !== epoch) return err(TAKEN_OVER)
  return change(scope, call).map((done) => {
    scope.fences.save()
    scope.audit.save()
    return done
  })
}

const TAKEN_OVER: StoreFailure = {
  kind: 'stale-fence',
  message: 'another worker has taken over this store: this one must stop',
}

/** The claim that a call rests on, if it rests on any. */
function epochIn({ method, request }: PrintedCall): number | undefined {
  if (method === 'append') return (request.reads ?? request.pull)?.epoch
  return 'epoch' in request ? request.epoch : undefined
}

function change(scope: Scope, call: PrintedCall): Answer {
  if (call.method === 'append') return ok(append(scope, call.request))
  if (call.method === 'commit') return commit(scope, call.request)
  if (call.method === 'lease') return ok(lease(scope, call.request))
  if (call.method === 'complete') return ok(complete(scope, call.request))
  if (call.method === 'maintain') return maintain(scope, call.request)
  throw new Error(`${call.method} changes nothing`)
}
