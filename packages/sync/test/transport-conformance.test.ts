import type { Delivery, Transport } from '@canonry/sync'
import {
  memoryBroker,
  memoryPlaces,
  reportTransport,
  type TransportPlace,
  type TransportUnderTest,
} from '@canonry/sync/testing'
import { okAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'

/** The places of the broker in memory, with transports that are something else. */
function placesOf(change: (transport: Transport) => Transport): TransportUnderTest {
  return {
    create: async () => {
      const place = await memoryPlaces.create()
      const { cuttable } = place
      const cut = () => {
        const given = (cuttable as NonNullable<typeof cuttable>)()
        return { ...given, transport: change(given.transport) }
      }
      return {
        ...place,
        transport: () => change(place.transport()),
        ...(cuttable && { cuttable: cut }),
      }
    },
  }
}

/** Promises no order, and keeps none. */
function unordered(transport: Transport): Transport {
  return {
    ...transport,
    capabilities: { ...transport.capabilities, order: 'none' },
    publish: async (batch) => {
      const isPlain = new Set(batch.map(({ id }) => id)).size === batch.length
      if (!isPlain) return transport.publish(batch)
      return [...(await transport.publish(batch.toReversed()))].toReversed()
    },
  }
}

/** Holds for as long as it is open, as a channel of AMQP does. */
function withoutTime(transport: Transport): Transport {
  const { holdMs: _, ...capabilities } = transport.capabilities
  const held = new Set<unknown>()
  return {
    ...transport,
    capabilities: { ...capabilities, extends: false },
    pull: (request) =>
      transport.pull(request).map((deliveries) => {
        for (const { receipt } of deliveries) held.add(receipt)
        return deliveries
      }),
    acknowledge: (batch) => {
      for (const { receipt } of batch) held.delete(receipt)
      return transport.acknowledge(batch)
    },
    close: (options) => {
      const back = [...held].map((receipt) => ({ receipt, as: 'retry' }) as const)
      return transport.acknowledge(back).andThen(() => transport.close(options))
    },
  }
}

/** Has more in its hands than it was asked for, and hands it on to whoever pulls next. */
function prefetching(transport: Transport): Transport {
  let ahead: Delivery[] = []
  return {
    ...transport,
    pull: (request) => {
      const filled =
        ahead.length > 0 ? okAsync([]) : transport.pull({ ...request, max: 2 * request.max })
      return filled.map((deliveries) => {
        ahead.push(...deliveries)
        return ahead.splice(0, request.max)
      })
    },
    acknowledge: (batch) => {
      const isBroken = batch.some(({ as }) => as === 'retry')
      const back = isBroken ? ahead.map(({ receipt }) => ({ receipt, as: 'retry' }) as const) : []
      if (isBroken) ahead = []
      const answered = transport.acknowledge([...batch, ...back])
      return answered.map((answers) => answers.slice(0, batch.length))
    },
    close: (options) => {
      ahead = []
      return transport.close(options)
    },
  }
}

async function failedOf(transport: TransportUnderTest): Promise<readonly string[]> {
  const results = await reportTransport(transport)
  return results
    .filter(({ kind }) => kind === 'failed')
    .map(({ case: { name }, why }) => `${name}: ${why}`)
}

describe('the conformance of transports', () => {
  it('asks no order of a transport that promises none', async () => {
    expect(await failedOf(placesOf(unordered))).toEqual([])
  })

  it('asks nothing of time where a delivery is held without an end', async () => {
    const broker = () => memoryBroker({ holdMs: Number.MAX_SAFE_INTEGER })
    const create = async (): Promise<TransportPlace> => {
      const [place, own] = [await memoryPlaces.create(), broker()]
      const { cuttable: _, ...rest } = place
      return { ...rest, transport: () => withoutTime(own.transport()) }
    }
    expect(await failedOf({ create })).toEqual([])
  })

  it('finds a transport that lets two of its pulls pass each other', async () => {
    expect(await failedOf(placesOf(prefetching))).toEqual([
      expect.stringContaining('these stand behind what somebody else holds'),
    ])
  })
})
