import type { Env } from '@canonry/pack'
import type { Transport, TransportCapabilities } from '../../transport/transport.js'
import type { TransportInvariant } from './transport-invariants.js'

/** A place of a transport that shares nothing with another: a stream, a queue, a broker in memory. */
export interface TransportPlace {
  /** What transports are opened with here. */
  readonly env: Env
  /** How long a delivery is held; where that is not a matter of time, what delays are measured by. */
  readonly holdMs: number
  /** One more transport to the place, as another process has one; not opened yet. */
  transport(): Transport
  /** Lets time pass. */
  pass(ms: number): Promise<void>
  /** Waits for an answer, and lets time pass until it is there. */
  answerOf<T>(answer: PromiseLike<T>): Promise<T>
  /** Ends the broker and starts it again with what it had; absent where it cannot be done. */
  restart?(): Promise<void>
  /**
   * A transport whose broker hears it, and whose connection then breaks before it hears the broker,
   * from `cut` on until `mend`; absent where it cannot be done.
   */
  cuttable?(): { readonly transport: Transport; cut(): void; mend(): void }
  /** Takes away what the case made. */
  end(): Promise<void>
}

/** A transport under test: makes a fresh place for every case. */
export interface TransportUnderTest {
  create(): TransportPlace | Promise<TransportPlace>
}

/** What a case needs: a capability, or that the place can be brought into trouble. */
export type TransportNeed = keyof TransportCapabilities | 'restart' | 'cut'

/** One promise of the transport port. `run` rejects with an AssertionError when it is broken. */
export interface TransportConformanceCase {
  readonly name: string
  readonly invariants: readonly TransportInvariant[]
  /** Without any of these the case is skipped by its name; `order` means by key. */
  readonly needs: readonly TransportNeed[]
  run(place: TransportPlace): Promise<void>
}
