import type { Fault, FaultKind, PortName } from './fault.js'

/** One call of a port. */
export interface PortCall<T> {
  readonly port: PortName
  readonly method: string
  /** Whether others may have to act on what it does. */
  readonly changes: boolean
  readonly bears: readonly FaultKind[]
  /** What a caller gets for a fault that is an answer; such calls may also not happen at all. */
  readonly answers: (fault: Fault) => T | PromiseLike<T>
  /** Does it, as a fault in the middle of it wants. */
  readonly act: (fault: Fault | undefined) => PromiseLike<T>
}
