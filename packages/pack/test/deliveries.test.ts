import { describe, expect, it } from 'vitest'
import { createDeliveries, createRandom, type DeliveryFaults } from '../src/simulator/index.js'

const RETRIES_MS = [1_000, 5_000]

describe('the webhooks of a simulated system', () => {
  it('reach every subscriber, and are over once each has taken them', async () => {
    const { deliveries, heard } = open()
    deliveries.queue(['to a', 'to b'])
    await deliveries.deliverDue()
    expect(heard).toEqual(['to a', 'to b'])
    expect(deliveries.nextAt()).toBe(Infinity)
    expect(deliveries.counts).toMatchObject({ events: 1, sent: 2, acknowledged: 2, retried: 0 })
  })

  it('count events of which nobody is told', () => {
    const { deliveries } = open()
    deliveries.queue([])
    expect(deliveries.counts).toMatchObject({ events: 1, sent: 0 })
  })

  it('are tried again after each wait, and then given up', async () => {
    const { deliveries, clock, heard, lost } = open({ status: () => 503 })
    deliveries.queue(['to a'])
    const moments: number[] = []
    while (deliveries.nextAt() < Infinity) {
      clock.now = deliveries.nextAt()
      moments.push(clock.now)
      await deliveries.deliverDue()
    }
    expect(moments).toEqual([0, 1_000, 6_000])
    expect(heard).toHaveLength(3)
    expect(lost).toEqual(['to a'])
    expect(deliveries.counts).toMatchObject({ sent: 3, retried: 2, givenUp: 1, acknowledged: 0 })
  })

  it('are tried again where no answer came', async () => {
    const { deliveries } = open({ status: () => undefined })
    deliveries.queue(['to a'])
    await deliveries.deliverDue()
    expect(deliveries.counts).toMatchObject({ sent: 1, retried: 1 })
    expect(deliveries.nextAt()).toBe(1_000)
  })

  it('come twice, with a forgery beside them, and late, as chance wants it', async () => {
    const status = (request: Request) => (request.headers.has('x-forged') ? 401 : 200)
    const faults = { duplicate: 1, forged: 1, late: 1 }
    const { deliveries, clock, heard } = open({ status, faults })
    deliveries.queue(['to a'])
    await deliveries.deliverDue()
    expect(heard).toEqual([])
    expect(deliveries.nextAt()).toBeGreaterThanOrEqual(5_000)
    expect(deliveries.nextAt()).toBeLessThanOrEqual(600_000)
    clock.now = 660_000
    await deliveries.deliverDue()
    expect(heard).toEqual(['to a', 'to a', 'to a'])
    expect(deliveries.counts).toMatchObject({ acknowledged: 2, refusedForgeries: 1, retried: 0 })
  })

  it('tell of a subscriber that takes forgeries', async () => {
    const { deliveries, clock } = open({ faults: { forged: 1 } })
    deliveries.queue(['to a'])
    clock.now = 0
    await deliveries.deliverDue()
    expect(deliveries.counts).toMatchObject({ acknowledged: 1, acceptedForgeries: 1 })
  })
})

interface Opening {
  /** What the subscriber answers; absent: no answer comes. */
  readonly status?: (request: Request) => number | undefined
  readonly faults?: Partial<DeliveryFaults>
}

function open({ status = () => 200, faults = {} }: Opening = {}) {
  const clock = { now: 0 }
  const heard: string[] = []
  const lost: string[] = []
  const env = {
    now: () => clock.now,
    fetch: async (request: Request) => {
      heard.push(await request.text())
      const answer = status(request)
      if (answer === undefined) throw new TypeError('fetch failed')
      return new Response(null, { status: answer })
    },
  }
  const deliveries = createDeliveries<string>({
    env,
    random: createRandom(1),
    faults,
    retriesMs: RETRIES_MS,
    request: ({ message, forged }) =>
      new Request('http://subscriber.example', {
        method: 'POST',
        body: message,
        headers: forged ? { 'x-forged': 'yes' } : {},
      }),
    givenUp: (message) => lost.push(message),
  })
  return { deliveries, clock, heard, lost }
}
