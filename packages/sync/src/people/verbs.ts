import { decideOnSums } from '../replay/decide-on-sums.js'
import { applyReplay, planReplay, type ReplayApply, type ReplayPlan } from '../replay/replay.js'
import { answered } from '../store/answered.js'
import type { Sync } from '../sync-api.js'
import { handleExceptions } from './handle-exceptions.js'
import { limitOf } from './limit-of.js'
import { pauseConnection, unpauseConnection } from './pause-connection.js'
import { pausedIn } from './paused-connections.js'
import type { People } from './people.js'
import { queuesNow } from './queues.js'

/** What people see and do of a sync. */
export function verbsOf(people: People): Pick<Sync, PeopleVerb> {
  const { env, store } = people
  return {
    exceptions: async (question = {}) =>
      answered(store.query({ kind: 'exceptions', ...question, limit: limitOf(question) })),
    resume: (filter, by) => handleExceptions(people, { verb: 'resume', filter, by }),
    redrive: (filter, by) => handleExceptions(people, { verb: 'redrive', filter, by }),
    dismiss: (filter, by) => handleExceptions(people, { verb: 'dismiss', filter, by }),
    pause: (connection, request) => pauseConnection(people, { connection, request }),
    unpause: (connection, by) => unpauseConnection(people, { connection, by }),
    replay: replayOf(people),
    decideAgain: (flows, by) => decideOnSums(people, { flows, by }),
    acts: async (page = {}) =>
      answered(store.query({ kind: 'acts', ...page, limit: limitOf(page) })),
    queues: () => queuesNow(people),
    backlog: async () => {
      const backlog = await answered(store.query({ kind: 'backlog' }))
      const paused = pausedIn(await answered(store.query({ kind: 'gates' })), env.now())
      return paused.length > 0 ? { ...backlog, paused } : backlog
    },
  }
}

function replayOf(people: People): Sync['replay'] {
  const replay = (request: ReplayPlan | ReplayApply) =>
    'apply' in request ? applyReplay(people, request) : planReplay(people, request)
  return replay as Sync['replay']
}

type PeopleVerb =
  | 'exceptions'
  | 'resume'
  | 'redrive'
  | 'dismiss'
  | 'pause'
  | 'unpause'
  | 'acts'
  | 'replay'
  | 'decideAgain'
  | 'backlog'
  | 'queues'
