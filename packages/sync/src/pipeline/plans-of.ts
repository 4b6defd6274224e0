import type { EffectPlan } from '../effects/effect-plan.js'
import type { Change, Flow } from '../flow.js'

/** What a flow plans for a change; a flow that throws or answers anything else has a bug, and throws. */
export function plansOf(flow: Flow, change: Change): readonly EffectPlan[] {
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
    throw new Error(`${named(flow)} planned something that is no plan: use upsert(…) or cancel(…)`)
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

function isPlan(plan: unknown): plan is EffectPlan {
  if (typeof plan !== 'object' || plan === null) return false
  const { kind, connection, body } = plan as Partial<EffectPlan>
  const isKnown = kind === 'upsert' || kind === 'cancel'
  return isKnown && typeof connection === 'string' && typeof body === 'object' && body !== null
}

function named({ name }: Flow): string {
  return `flow "${name}"`
}
