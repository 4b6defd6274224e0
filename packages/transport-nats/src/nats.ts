import type { Transport, TransportFailure } from '@canonry/sync'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { CLOSED, Failed, failureOf } from './failures.js'
import { MAX_BATCH, type NatsOptions, type Settings, settingsOf } from './options.js'
import { openStation, type Station } from './station.js'

/**
 * NATS JetStream (server 2.9 or later) as a transport.
 *
 * The messages of a key are all on one subject of the stream, and one process at a time works on it,
 * batch by batch: so they keep their order, whoever pulls, and processes share the work without being
 * told of each other. Options that make no sense throw; what the server says is a failure.
 */
export function nats(options: NatsOptions): Transport {
  const settings = settingsOf(options)
  let station: Promise<Station> | undefined
  let isClosed = false
  const withStation = <T>(
    work: (station: Station) => Promise<T>,
  ): ResultAsync<T, TransportFailure> => {
    if (isClosed) return errAsync(CLOSED)
    if (!station) throw new Error('the transport was not opened: call open first')
    return ResultAsync.fromPromise(station.then(work), asFailure)
  }
  return {
    name: 'nats',
    capabilities: capabilitiesOf(settings),
    open: (ports) => {
      if (isClosed) return errAsync(CLOSED)
      const opening = station ?? openStation(ports.env, settings)
      station = opening
      return ResultAsync.fromPromise(opening, (problem) => {
        // what failed is tried again
        if (station === opening) station = undefined
        return asFailure(problem)
      }).map(() => undefined)
    },
    publish: async (batch) => {
      const published = withStation((open) => open.publish(batch))
      return published.unwrapOr(batch.map(() => notSent()))
    },
    pull: (request) => withStation((open) => open.pull(request)),
    acknowledge: (batch) => withStation((open) => open.acknowledge(batch)),
    lag: () => withStation((open) => open.lag()),
    close: ({ drainMs }) => {
      isClosed = true
      if (!station) return okAsync(undefined)
      return ResultAsync.fromPromise(
        station.then((open) => open.close(drainMs)),
        asFailure,
      )
    },
  }
}

function asFailure(problem: unknown): TransportFailure {
  return problem instanceof Failed ? problem.failure : failureOf(problem, 'NATS')
}

function capabilitiesOf({
  pulls,
  dedupeMs,
  holdMs,
  maxBytes,
}: Settings): Transport['capabilities'] {
  return {
    publishes: true,
    pulls,
    order: 'key',
    dedupeMs,
    countsDeliveries: true,
    delays: true,
    extends: true,
    holdMs,
    maxBatch: MAX_BATCH,
    maxBytes,
  }
}

function notSent() {
  const message = 'NATS is closed, nothing was sent: open another transport'
  return { kind: 'rejected', failure: { kind: 'transient.definite', message } } as const
}
