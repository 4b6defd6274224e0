import { secret, staticCredentials } from '@canonry/pack'
import { squareConnector } from '../src/connector/connector.js'
import type { SquareOptions } from '../src/index.js'
import {
  createSquareSimulator,
  type Fault,
  type SquareSimulator,
  type SquareSimulatorOptions,
  type TillLocation,
} from '../src/simulator/index.js'

export const MERCHANT = 'M1'
export const URL_OF_HOOKS = 'https://app.example/hooks/tills'
export const KEY = 'signature-key'
export const START = Date.UTC(2026, 2, 28, 18)

/** Twelve stores, so that a search of ten locations is not enough. */
export const LOCATIONS: readonly TillLocation[] = Array.from({ length: 12 }, (_, index) => ({
  id: `L${String(index + 1).padStart(2, '0')}`,
  name: `Store ${index + 1}`,
  ...(index % 2 === 0
    ? {
        zone: 'America/New_York',
        currency: 'USD',
        tax: { name: 'Sales tax', percent: '8.875', included: false },
      }
    : {
        zone: 'Asia/Tokyo',
        currency: 'JPY',
        tax: { name: 'Consumption tax', percent: '10', included: true },
      }),
}))

/** A merchant, a connector to it, and what was delivered. */
export interface World {
  readonly merchant: SquareSimulator
  readonly connector: ReturnType<typeof squareConnector>
  readonly heard: { readonly headers: Headers; readonly text: string }[]
  /** How the subscriber answers. */
  status: number
  fault: (request: Request) => Fault | undefined
  readonly requests: Request[]
  now(): number
  pass(ms: number): void
}

export function createWorld(
  options: Partial<SquareSimulatorOptions> = {},
  startsAt: number = START,
  connection: Pick<SquareOptions, 'pulls' | 'changesBySale'> = {},
): World {
  let now = startsAt
  const heard: World['heard'] = []
  const requests: Request[] = []
  const env = {
    now: () => now,
    elapsed: () => now,
    sleep: async (ms: number) => {
      now += Math.max(1, ms)
    },
    random: () => 0.5,
    uuid: () => 'id',
    fetch: async (request: Request) => {
      if (request.url === URL_OF_HOOKS) {
        heard.push({ headers: request.headers, text: await request.text() })
        return new Response('', { status: world.status })
      }
      requests.push(request.clone())
      return merchant.fetch(request)
    },
  }
  const merchant = createSquareSimulator({
    merchant: MERCHANT,
    accessToken: 'token',
    signatureKey: KEY,
    notificationUrl: URL_OF_HOOKS,
    env,
    seed: 7,
    locations: LOCATIONS,
    tickets: 120,
    everySeconds: 60,
    faults: (request) => world.fault(request),
    ...options,
  })
  const credentials = staticCredentials({ tills: { values: { accessToken: secret('token') } } })
  const configured = {
    ...connection,
    id: 'tills',
    merchant: MERCHANT,
    apiVersion: '2025-08-20',
  }
  const world: World = {
    merchant,
    connector: squareConnector(configured, { env, credentials }),
    heard,
    requests,
    status: 200,
    fault: () => undefined,
    now: () => now,
    pass: (ms) => {
      now += ms
    },
  }
  return world
}
