import type { Sync } from '@canonry/sync'
import type { Step, WorldPorts } from '@canonry/sync/testing'

type Wanted = (sync: Sync, now: number) => Promise<boolean>

const LATEST_APPROVAL_MS = 40_000
const BY = { actor: 'li', why: 'the month is closed' } as const

/** What people may want of the core; none of it changes what is true in the end. */
const WISHES: Readonly<Record<string, Wanted>> = {
  'pauses the ERP': async (sync, now) => {
    await sync.pause('erp', { ...BY, until: soonAfter(now) })
    return true
  },
  'pauses the shop': async (sync, now) => {
    await sync.pause('shop', { ...BY, until: soonAfter(now) })
    return true
  },
  'ends all pauses': async (sync) => {
    for (const connection of ['erp', 'shop']) await sync.unpause(connection, BY)
    return true
  },
  'resumes what stands still': async (sync) => {
    for (const { id } of await sync.exceptions({ state: 'open' })) await sync.resume({ id }, BY)
    return true
  },
  'tries again what gave up': async (sync) => {
    for (const { id } of await sync.exceptions({ state: 'open' })) await sync.redrive({ id }, BY)
    return true
  },
  'replays what the shop said': async (sync) => {
    const range = { connection: 'shop' }
    const { hash } = await sync.replay({ mode: 'plan', ...range })
    return (await sync.replay({ apply: hash, ...range, ...BY })).kind === 'applied'
  },
}

function soonAfter(now: number): string {
  return new Date(now + 20_000).toISOString()
}

/** Approves the plan of a connection, as soon as there is one, and again while it changes. */
async function approve(sync: Sync): Promise<boolean> {
  const found = await sync.bootstrap('shop')
  if (found.stage === 'live') return true
  if (found.stage !== 'plan') return false
  return (await sync.approve('shop', found.plan.hash, BY)).kind === 'approved'
}

/** The steps of a world, with people who want something in between. */
export function withPeople(steps: readonly Step[], ports: WorldPorts): readonly Step[] {
  const wishing = (name: string, wanted: Wanted): Step => ({
    name: `somebody ${name}`,
    act: () => ports.ask({ name, ask: (sync) => wanted(sync, ports.now()) }),
  })
  const wishes = Object.entries(WISHES).filter(() => ports.random() < 0.4)
  const mixed = wishes.reduce<readonly Step[]>((before, [name, wanted]) => {
    const place = Math.floor(ports.random() * (before.length + 1))
    return before.toSpliced(place, 0, wishing(name, wanted))
  }, steps)
  return approvedLater(mixed, ports)
}

// the plan is approved whichever steps are left out: without that, nothing at all would be written
function approvedLater(steps: readonly Step[], ports: WorldPorts): readonly Step[] {
  const approvedFrom = ports.now() + ports.random() * LATEST_APPROVAL_MS
  let isAsked = false
  const ask = async (sync: Sync) => ports.now() >= approvedFrom && approve(sync)
  return steps.map(({ name, act }) => ({
    name,
    act: () => {
      if (!isAsked) ports.ask({ name: 'approves the plan', ask })
      isAsked = true
      act()
    },
  }))
}
