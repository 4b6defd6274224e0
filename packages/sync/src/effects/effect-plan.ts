import type { Entities, EntityName, Ref } from '@canonry/model'
import type { Connection } from '@canonry/pack'
import { durationMs } from '../duration.js'

/** What may be said about a planned effect beside its content. */
export interface EffectOptions {
  /** Names the thing in its source for ever; default: the source ref of the change. */
  readonly source?: Ref
  /** Refs whose entities must exist in the target system before this is sent. */
  readonly after?: readonly Ref[]
  /** How soon it is to be done: `30s`, `5m`, `2h`, `1d`; default by the flow's class. */
  readonly sla?: string
  /**
   * Says that this is an event, such as a refund: once it may have reached the target system,
   * nothing about its source ref is sent there ever again, whatever the entity says later.
   */
  readonly once?: boolean
  /**
   * After which time it is of no use any more (`15m`): what was not applied by then never is. Of an
   * event (`once`) the connector says whether it still is, where it can (`judgesLate`).
   */
  readonly expires?: string
}

/** What a flow wants to be true in an outside system; planned, not yet promised. */
export interface EffectPlan {
  readonly kind: 'upsert' | 'cancel'
  readonly connection: string
  readonly system: string
  readonly account: string
  /** Absent: the entity of the change. */
  readonly entity?: EntityName
  readonly body: unknown
  readonly source?: Ref
  readonly after: readonly Ref[]
  readonly slaMs?: number
  readonly once?: true
  /** The connection cannot be read back. */
  readonly blind?: true
  readonly expiresMs?: number
}

type State = Entities[EntityName]
type PlanArguments = readonly [
  first: EntityName | State,
  second?: State | EffectOptions | undefined,
  third?: EffectOptions | undefined,
]

/**
 * Wants the entity to exist in the connection's system with this state: `upsert(erp, order)`.
 *
 * Set semantics: of several states decided before the first is sent, only the newest is sent.
 */
export function upsert<N extends EntityName>(
  connection: Connection,
  state: Entities[N],
  options?: EffectOptions,
): EffectPlan
export function upsert<N extends EntityName>(
  connection: Connection,
  entity: N,
  state: Entities[N],
  options?: EffectOptions,
): EffectPlan
export function upsert(connection: Connection, ...rest: PlanArguments): EffectPlan {
  return plan('upsert', connection, rest)
}

/**
 * Takes back what was promised for the entity: `cancel(erp, order)`.
 *
 * An upsert that was never sent is cancelled and nothing is sent; where nothing was ever promised,
 * nothing happens; otherwise the cancellation follows the upsert in its lane.
 */
export function cancel<N extends EntityName>(
  connection: Connection,
  state: Entities[N],
  options?: EffectOptions,
): EffectPlan
export function cancel<N extends EntityName>(
  connection: Connection,
  entity: N,
  state: Entities[N],
  options?: EffectOptions,
): EffectPlan
export function cancel(connection: Connection, ...rest: PlanArguments): EffectPlan {
  return plan('cancel', connection, rest)
}

function plan(
  kind: EffectPlan['kind'],
  { id, system, account, blind }: Connection,
  rest: PlanArguments,
): EffectPlan {
  const [entity, body, options = {}] = named(rest)
  return {
    kind,
    connection: id,
    system,
    account,
    ...(entity && { entity }),
    body,
    ...(options.source && { source: options.source }),
    after: options.after ?? [],
    ...(options.sla && { slaMs: durationMs(options.sla) }),
    ...(options.once && { once: true as const }),
    ...(blind && { blind }),
    ...(options.expires && { expiresMs: durationMs(options.expires) }),
  }
}

function named([first, second, third]: PlanArguments) {
  if (typeof first === 'string') return [first, second, third] as const
  return [undefined, first, second as EffectOptions | undefined] as const
}
