import type { Env } from '@canonry/pack'
import { ok, type Result } from 'neverthrow'
import type { TenantStore } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import type { Appended, Counts } from '../store/writes.js'
import type { NewFact } from './fact.js'
import { withinBytes } from './within-bytes.js'

/** What one caller wants journaled. */
export interface JournalRequest {
  readonly facts: readonly NewFact[]
  readonly counts: Counts
}

/** The way into the journal for callers who come one by one. */
export interface Journal {
  /** Answers after what was given is durable; one answer per fact, in order. */
  append(request: JournalRequest): Promise<Result<readonly Appended[], StoreFailure>>
}

type Answer = Awaited<ReturnType<Journal['append']>>

interface Caller {
  readonly request: JournalRequest
  settle(answer: Answer): void
  break(problem: unknown): void
}

/** The most that one group takes: it holds a store's writer for a moment, never for long. */
const GROUP = { callers: 512, bytes: 4 * 1024 * 1024 }

/**
 * Lets callers who come at the same time share one transaction of the store.
 *
 * Whoever comes while one is under way is in the next, and so is whoever comes in the same turn of
 * the event loop. What one caller gives can break no other: a group that breaks is tried one by one.
 */
export function createJournal(env: Env, store: TenantStore): Journal {
  const waiting: Caller[] = []
  let running = false
  const run = async () => {
    running = true
    await env.sleep(0)
    while (waiting.length > 0) await appendGroup(env, store, waiting.splice(0, sizeOf(waiting)))
    running = false
  }
  return {
    append: (request) =>
      new Promise((settle, reject) => {
        waiting.push({ request, settle, break: reject })
        if (!running) void run()
      }),
  }
}

function sizeOf(waiting: readonly Caller[]): number {
  const sizes = waiting
    .slice(0, GROUP.callers)
    .map(({ request }) => request.facts.reduce((sum, { body }) => sum + (body?.length ?? 0), 0))
  return withinBytes(sizes, GROUP.bytes)
}

async function appendGroup(...[env, store, group]: [Env, TenantStore, Caller[]]): Promise<void> {
  const facts = group.flatMap(({ request }) => request.facts)
  const counts = sumOf(group.map(({ request }) => request.counts))
  try {
    const answer = await store.append({ now: env.now(), facts, counts })
    // a disk that has no room for all may have room for some
    const isApart = answer.isErr() && answer.error.kind === 'full' && group.length > 1
    if (isApart) await appendApart(env, store, group)
    else share(group, answer)
  } catch (problem) {
    if (group.length > 1) await appendApart(env, store, group)
    else for (const caller of group) caller.break(problem)
  }
}

async function appendApart(...[env, store, group]: [Env, TenantStore, Caller[]]): Promise<void> {
  for (const caller of group) await appendGroup(env, store, [caller])
}

function share(group: readonly Caller[], answer: Answer): void {
  let from = 0
  for (const { request, settle } of group) {
    const to = from + request.facts.length
    const own = [from, to] as const
    settle(answer.andThen((appended) => ok(appended.slice(...own))))
    from = to
  }
}

function sumOf(all: readonly Counts[]): Counts {
  const sum: Record<string, number> = {}
  for (const counts of all) {
    for (const [name, by] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + by
  }
  return sum
}
