import type { Env } from '@canonry/pack'
import { callPort } from './calling.js'
import type { Clockwork } from './clockwork.js'
import type { FaultSource } from './fault-source.js'
import type { PortCall } from './port-call.js'
import { fetchCall } from './simulated-fetch.js'
import { createVitals, type Vitals } from './vitals.js'

/** One life of a process: it calls ports, and may stand still or die at any call. */
export interface SimulatedProcess extends Vitals {
  /** `a`, `b`: equal for all lives. */
  readonly name: string
  /** Tells its lives apart. */
  readonly life: number
  readonly env: Env
  call<T>(asked: PortCall<T>): Promise<T>
}

/** What a process lives on. */
export interface ProcessPorts {
  readonly name: string
  readonly life: number
  readonly clockwork: Clockwork
  readonly faults: FaultSource
  readonly fetch: (request: Request) => Promise<Response>
  /** How far its clock is ahead, in milliseconds. */
  readonly skewMs: number
  /** How much later than asked its timers may wake it now, in milliseconds. */
  readonly lagMs: () => number
  readonly onDeath: () => void
}

/** Starts a life of a process. */
export function createProcess(ports: ProcessPorts): SimulatedProcess {
  const { name, life, clockwork, faults } = ports
  const vitals = createVitals(clockwork, ports.onDeath)
  const calling = { caller: name, clockwork, faults, vitals }
  const call = <T>(asked: PortCall<T>) => callPort(calling, asked)
  return { ...vitals, name, life, env: envOf(ports, { vitals, call }), call }
}

function envOf(
  { name, life, clockwork, skewMs, lagMs, fetch }: ProcessPorts,
  { vitals, call }: { vitals: Vitals; call: SimulatedProcess['call'] },
): Env {
  const { draws } = clockwork
  const lag = draws.stream(`lag ${name}/${life}`)
  let ids = 0
  return {
    now: () => clockwork.now() + skewMs,
    elapsed: () => clockwork.now(),
    random: draws.stream(`random ${name}/${life}`),
    uuid: () => uuidOf({ name, life, count: ++ids }),
    fetch: (request) => call(fetchCall(fetch, request)),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        let isOver = false
        const wake = () => {
          if (isOver) return
          isOver = true
          signal?.removeEventListener('abort', wake)
          clockwork.wake()
          resolve()
        }
        signal?.addEventListener('abort', wake, { once: true })
        vitals.soon(ms > 0 ? ms + lag() * lagMs() : 0, wake)
      }),
  }
}

function uuidOf({ name, life, count }: { name: string; life: number; count: number }): string {
  const process = name.charCodeAt(0).toString(16).padStart(8, '0')
  return `${process}-${hexOf(life, 4)}-4000-8000-${hexOf(count, 12)}`
}

function hexOf(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0')
}
