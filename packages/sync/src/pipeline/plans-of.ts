import type { EffectPlan } from '../effects/effect-plan.js'
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
  const problem = plans.map(whyNoPlan).find((why) => why !== undefined)
  if (problem !== undefined) throw new Error(`${named(flow)} planned ${problem}`)
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

const NO_PLAN = 'something that is no plan: use upsert(…), cancel(…) or record(…)'

function whyNoPlan(plan: unknown): string | undefined {
  if (typeof plan !== 'object' || plan === null) return NO_PLAN
  const { kind, connection, ...content } = plan as Partial<Plan>
  if (typeof connection !== 'string') return NO_PLAN
  if (kind === 'record') return 'text' in content ? undefined : NO_PLAN
  const isKnown = kind === 'upsert' || kind === 'cancel'
  const isWhole = 'body' in content && typeof content.body === 'object' && content.body !== null
  return isKnown && isWhole ? whyNoEffect(content) : NO_PLAN
}

function whyNoEffect({ after, slaMs, expiresMs }: Partial<EffectPlan>): string | undefined {
  if (!Array.isArray(after)) return 'something whose `after` is no list of refs'
  const times = [slaMs, expiresMs].filter((ms) => ms !== undefined)
  if (times.every((ms) => Number.isSafeInteger(ms) && ms >= 0)) return undefined
  return 'something whose time is no number of whole milliseconds: say it as "5m"'
}

function named({ name }: Flow): string {
  return `flow "${name}"`
}
