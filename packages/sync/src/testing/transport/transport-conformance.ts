import { holdCases } from './hold-cases.js'
import { orderCases } from './order-cases.js'
import { roundTripCases } from './round-trip-cases.js'
import type {
  TransportConformanceCase,
  TransportNeed,
  TransportPlace,
  TransportUnderTest,
} from './transport-case.js'
import { troubleCases } from './trouble-cases.js'

/**
 * Everything that the core relies on in a transport, as data on `node:assert`: any test runner loops
 * over it. Each case runs in a place of its own; one that `needs` what a transport has not is skipped
 * by that name.
 */
export const transportConformance: readonly TransportConformanceCase[] = [
  ...roundTripCases,
  ...orderCases,
  ...holdCases,
  ...troubleCases,
]

/** What became of a case of a transport: `skipped` names what is missing. */
export interface TransportResult {
  readonly case: TransportConformanceCase
  readonly kind: 'passed' | 'skipped' | 'failed'
  readonly why?: string
}

/** Runs one case in a fresh place, and takes the place away. */
export async function runTransportCase(
  each: TransportConformanceCase,
  transport: TransportUnderTest,
): Promise<TransportResult> {
  const place = await transport.create()
  try {
    const why = each.needs.find((need) => !has(place, need))
    if (why) return { case: each, kind: 'skipped', why }
    await each.run(place)
    return { case: each, kind: 'passed' }
  } finally {
    await place.end()
  }
}

/** Runs every case on a transport, and answers what became of each. */
export async function reportTransport(
  transport: TransportUnderTest,
): Promise<readonly TransportResult[]> {
  const results: TransportResult[] = []
  for (const each of transportConformance) {
    const result = await runTransportCase(each, transport).catch((problem: unknown) => ({
      case: each,
      kind: 'failed' as const,
      why: problem instanceof Error ? problem.message : 'something was thrown',
    }))
    results.push(result)
  }
  return results
}

function has(place: TransportPlace, need: TransportNeed): boolean {
  if (need === 'restart') return place.restart !== undefined
  if (need === 'cut') return place.cuttable !== undefined
  const capability = place.transport().capabilities[need]
  return need === 'order' ? capability === 'key' : Boolean(capability)
}
