import type { Clockwork } from './clockwork.js'
import type { Fault, FaultKind, PortName } from './fault.js'
import type { FaultSource } from './fault-source.js'
import type { PortCall } from './port-call.js'
import type { Vitals } from './vitals.js'

/** What calls of a process go through. */
export interface Calling {
  /** The process, by name. */
  readonly caller: string
  readonly clockwork: Clockwork
  readonly faults: FaultSource
  readonly vitals: Vitals
}

// nothing was done where the answer alone is the fault
const UNDONE: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'refused',
  'lost-request',
  'conflict',
  'throttled',
  'unavailable',
  'auth-expired',
  'version-conflict',
])
const ANSWERED_OTHERWISE: ReadonlySet<FaultKind> = new Set<FaultKind>(['lost-answer', 'garbled'])

const LATENCY_MS: Readonly<Record<PortName, number>> = {
  store: 4,
  connector: 300,
  fetch: 200,
  delivery: 100,
  process: 1,
}
const LONGEST_PAUSE_MS = 60_000

/** Calls a port: the request takes its time, something may go wrong, and the answer takes its time. */
export function callPort<T>(calling: Calling, asked: PortCall<T>): Promise<T> {
  const { caller, clockwork, faults, vitals } = calling
  const { draws } = clockwork
  if (!vitals.isAlive()) return never()
  const what = `${caller}/${asked.method}`
  const { index, fault } = faults.next({ port: asked.port, name: what, bears: asked.bears })
  const ms = 1 + draws.at(`latency ${what}`, index) * LATENCY_MS[asked.port]
  return new Promise((resolve, reject) => {
    clockwork.after(ms, () => {
      // what is on its way when its caller dies may still arrive
      if (!vitals.isAlive() && draws.at(`arrival ${what}`, index) < 0.5) return
      arrive(calling, { asked, what, fault, answerMs: 1 + ms / 4, resolve, reject })
    })
  })
}

interface Arrival<T> {
  readonly asked: PortCall<T>
  readonly what: string
  readonly fault: Fault | undefined
  readonly answerMs: number
  readonly resolve: (value: T | PromiseLike<T>) => void
  readonly reject: (problem: unknown) => void
}

function arrive<T>({ clockwork, vitals }: Calling, arrival: Arrival<T>): void {
  const { asked, what, fault, resolve, reject } = arrival
  const code = asked.port === 'store' ? 'core' : 'foreign'
  if (asked.changes) clockwork.stir()
  clockwork.trace.add({ at: clockwork.now(), what, how: fault?.kind ?? 'done' })
  if (fault?.kind === 'crash-before') {
    vitals.die()
    return
  }
  if (fault && UNDONE.has(fault.kind)) {
    answer(() => resolve(asked.answers(fault)))
    return
  }
  clockwork.wake(code)
  asked.act(fault).then(done, (problem: unknown) => answer(() => reject(problem)))

  function done(value: T): void {
    if (fault?.kind === 'crash-after') {
      vitals.die()
      return
    }
    if (fault?.kind === 'pause-after') vitals.pause(fault.size * LONGEST_PAUSE_MS)
    const isOther = fault && ANSWERED_OTHERWISE.has(fault.kind)
    answer(() => resolve(isOther ? asked.answers(fault) : value))
  }

  function answer(give: () => void): void {
    vitals.soon(arrival.answerMs, () => {
      clockwork.wake(code)
      give()
    })
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined)
}
