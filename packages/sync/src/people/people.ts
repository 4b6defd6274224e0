import type { Env } from '@canonry/pack'
import type { Processing } from '../pipeline/process-facts.js'
import type { TenantStore } from '../store/store.js'
import type { By } from './act.js'
import type { ExceptionFilter } from './exception-filter.js'

/** What acting on exceptions depends on. */
export interface People {
  readonly env: Env
  readonly store: TenantStore
  readonly deciding: Pick<Processing, 'flows' | 'ownership' | 'connections' | 'warnShare'>
  /** Told when there is something new to work on. */
  heard(): void
}

/** What a person does with exceptions. */
export interface Handling {
  readonly verb: 'resume' | 'redrive' | 'dismiss'
  readonly filter: ExceptionFilter
  readonly by: By & { readonly fix?: unknown; readonly limit?: number }
}
