import type { Env } from '@canonry/pack'
import type { OpenConnection } from '../effects/calling/dispatching.js'
import type { SlaEvent } from '../effects/sla.js'
import type { Processing } from '../pipeline/process-facts.js'
import type { PullRules, ReconcileRules } from '../reconcile/pull-rules.js'
import type { RetentionRules } from '../retention.js'
import type { TenantStore, WorkerShare } from '../store/store.js'
import type { Pulse } from './pulse.js'
import type { Loop } from './run-loop.js'
import type { Tenure } from './tenure.js'

/** What a worker works with. */
export interface Given {
  readonly env: Env
  readonly store: TenantStore
  /** How long the store lets a worker be silent, in milliseconds. */
  readonly silenceMs: number
  readonly open: ReadonlyMap<string, OpenConnection>
  /** Sends what the connectors ask. */
  readonly tenure: Tenure
  readonly deciding: Pick<Processing, 'flows' | 'ownership' | 'connections' | 'warnShare'>
  readonly reconcile: ReconcileRules
  readonly retention: RetentionRules
  /** Takes what waits in the user's own database into the journal; answers how much. */
  readonly relay?: Loop['step']
  /** Ids of the connections that begin with a plan. */
  readonly bootstrap: readonly string[]
  readonly pulse: Pulse
  /** Takes up what workers that knew less have left; answers how much. */
  readonly takeUp?: Loop['step'] | undefined
  /** Sets the clock of `env` by that of the store. */
  setClock(): Promise<void>
  /** Writes counts that were collected in memory. */
  flush(): Promise<void>
  /** Tells those who listen. */
  tell(events: readonly SlaEvent[]): void
}

/** A worker at work. */
export interface Working extends Given {
  readonly standing: Standing
  readonly rules: ReadonlyMap<string, PullRules>
  /** Nothing more is begun. */
  readonly stopping: AbortController
  /** Nothing is under way any more, or none of it counts: no sign of life is given. */
  readonly leaving: AbortController
}

/** Where a worker stands among those who work at the same time; the store says it at every beat. */
interface Standing {
  share: WorkerShare | undefined
  /**
   * Aborts when it may be another by now, since whoever joins or leaves changes the shares of all, and
   * when the worker leaves.
   */
  doubt: AbortController
}
