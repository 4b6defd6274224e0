import type { StoreFailure, TenantStore } from '@canonry/sync'
import type { ResultAsync } from 'neverthrow'

/** One call of a tenant's store, as data. */
export type Call = {
  readonly [Method in keyof TenantStore]: {
    readonly method: Method
    readonly request: Parameters<TenantStore[Method]>[0]
  }
}[keyof TenantStore]

/** A call, and whose it is. */
export interface Asked {
  readonly tenant: string
  /** Whether the tenant is to have an audit log. */
  readonly audit: boolean
  /** How long a worker may be silent before another one takes its place, in milliseconds. */
  readonly silenceMs: number
  readonly call: Call
}

/** Who does what a store is asked: the thread of the caller, or threads of the file. */
export interface Answering {
  ask(asked: Asked): ResultAsync<unknown, StoreFailure>
  close(): ResultAsync<void, StoreFailure>
}
