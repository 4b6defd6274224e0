import type { Clockwork } from './clockwork.js'
import type { Fault, FaultKind } from './fault.js'
import type { FaultSource } from './fault-source.js'
import type { Delivery } from './world-ports.js'

/** A delivery and what became of it. */
export interface Delivered {
  readonly connection: string
  readonly name: string
  /** `refused`: answered with 4xx, which is never sent again; `lost`: it never comes. */
  readonly state: 'under-way' | 'acknowledged' | 'refused' | 'lost'
  /** How often it was sent. */
  readonly sent: number
  /** When its sender first heard that it was taken, epoch milliseconds. */
  readonly acknowledgedAt?: number
}

/** What the senders of webhooks do. */
export interface Deliveries {
  send(delivery: Delivery): void
  readonly all: readonly Delivered[]
}

/** What sending depends on. */
export interface Sending {
  readonly clockwork: Clockwork
  readonly faults: FaultSource
  /** Connections that are pulled, by id: what their deliveries do not tell is found all the same. */
  readonly isPulled: (connection: string) => boolean
  /** Reaches a process, if one lives. */
  readonly receive: (connection: string, request: Request) => Promise<Response> | undefined
}

const BEARS: readonly FaultKind[] = ['duplicate', 'delayed', 'lost-request', 'lost-answer']
const BEARS_LOSS: readonly FaultKind[] = [...BEARS, 'lost']
const PATIENCE_MS = 10_000
const LATENCY_MS = 100
const LONGEST_DELAY_MS = 30_000

interface Open extends Delivered {
  state: Delivered['state']
  sent: number
  acknowledgedAt?: number
  readonly request: () => Request
}

/** Senders that send until they get an answer, as systems do. */
export function createDeliveries(sending: Sending): Deliveries {
  const all: Open[] = []
  return {
    all,
    send: ({ connection, name, request }) => {
      const open: Open = { connection, name, request, state: 'under-way', sent: 0 }
      all.push(open)
      attempt(sending, open)
    },
  }
}

function attempt(sending: Sending, open: Open): void {
  const { clockwork, faults } = sending
  if (open.state !== 'under-way') return
  const name = `delivery ${open.name}`
  const mayBeLost = open.sent === 0 && sending.isPulled(open.connection)
  const bears = mayBeLost ? BEARS_LOSS : BEARS
  const { fault } = faults.next({ port: 'delivery', name, bears })
  const chance = clockwork.draws.at(`latency ${name}`, open.sent)
  open.sent++
  if (fault?.kind === 'lost') {
    open.state = 'lost'
    return
  }
  const latency = 1 + chance * LATENCY_MS
  const late = fault?.kind === 'delayed' ? fault.size * LONGEST_DELAY_MS : 0
  clockwork.after(PATIENCE_MS + late + chance * 1_000, () => attempt(sending, open))
  if (fault?.kind === 'lost-request') return
  clockwork.after(latency + late, () => arrive(sending, { open, fault }))
  if (fault?.kind !== 'duplicate') return
  clockwork.after(latency + fault.size ** 2 * LONGEST_DELAY_MS, () =>
    arrive(sending, { open, fault }),
  )
}

function arrive(
  { clockwork, receive }: Sending,
  { open, fault }: { open: Open; fault: Fault | undefined },
): void {
  const what = `delivery ${open.name}`
  clockwork.trace.add({ at: clockwork.now(), what, how: fault?.kind ?? 'arrives' })
  clockwork.stir()
  clockwork.wake('foreign')
  const answer = receive(open.connection, open.request())
  void answer?.then(({ status }) => {
    clockwork.trace.add({ at: clockwork.now(), what, how: `answered with ${status}` })
    if (fault?.kind === 'lost-answer') return
    if (status < 500 && status !== 200) open.state = 'refused'
    if (status !== 200) return
    open.state = 'acknowledged'
    open.acknowledgedAt ??= clockwork.now()
  })
}
