import type { Change, Flow, Plan } from '../flow.js'

/** What a flow plans for a change; a flow that throws or answers anything else has a bug, and throws. */
export function plansOf(flow: Flow, change: Change): readonly Plan[] {
  const plans = decide(flow, change)
  if (isPromise(plans)) {
    const why = 'it is run again whenever it must be, so it has to be pure'
    throw new Error(`${named(flow)} answered a promise: ${why}; what needs I/O is a connector's`)
  }
  if (!Array.isArray(plans)) {
    throw new Error(`${named(flow)} answered no list: plan nothing with [], or [upsert(…)]`)
  }
  const odd = plans.find((plan) => !isPlan(plan))
  if (odd !== undefined || plans.includes(undefined as never)) {
    throw new Error(
      `${named(flow)} planned something that is no plan: use upsert(…), cancel(…) or record(…)`,
    )
  }
  return plans
}

function decide(flow: Flow, change: Change): unknown {
  try {
    return flow.decide(change)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'something that is no error'
    throw new Error(`${named(flow)} threw: ${why}`, { cause })
  }
}

function isPromise(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}

function isPlan(plan: unknown): plan is Plan {
  if (typeof plan !== 'object' || plan === null) return false
  const { kind, connection, ...content } = plan as Partial<Plan>
  if (typeof connection !== 'string') return false
  if (kind === 'record') return 'text' in content
  const isKnown = kind === 'upsert' || kind === 'cancel'
  return isKnown && 'body' in content && typeof content.body === 'object' && content.body !== null
}

function named({ name }: Flow): string {
  return `flow "${name}"`
}
