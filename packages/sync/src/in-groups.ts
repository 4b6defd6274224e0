import type { Env } from '@canonry/pack'
import { ok, type Result } from 'neverthrow'
import type { StoreFailure } from './store/store-failure.js'

/** What callers who come at the same time have a store do together. */
export interface Grouped<Request, Answer> {
  /** How many answers a request gets. */
  answersTo(request: Request): number
  /** How many of those who wait go together, from the first on. */
  sizeOf(waiting: readonly Request[]): number
  /** Does what a group asks for: all answers, in order. */
  run(group: readonly Request[]): Promise<Answers<Answer>>
}

type Answers<Answer> = Result<readonly Answer[], StoreFailure>

interface Caller<Request, Answer> {
  readonly request: Request
  settle(answers: Answers<Answer>): void
  break(problem: unknown): void
}

/**
 * Lets callers who come at the same time share one transaction of a store.
 *
 * Whoever comes while one is under way is in the next, and so is whoever comes in the same turn of
 * the event loop. What one caller gives can break no other: a group that breaks is tried one by one.
 */
export function inGroups<Request, Answer>(
  env: Pick<Env, 'sleep'>,
  grouped: Grouped<Request, Answer>,
): (request: Request) => Promise<Answers<Answer>> {
  const waiting: Caller<Request, Answer>[] = []
  let isRunning = false
  const run = async () => {
    isRunning = true
    await env.sleep(0)
    while (waiting.length > 0) {
      const size = grouped.sizeOf(waiting.map(({ request }) => request))
      await runGroup(grouped, waiting.splice(0, Math.max(1, size)))
    }
    isRunning = false
  }
  return (request) =>
    new Promise((settle, reject) => {
      waiting.push({ request, settle, break: reject })
      if (!isRunning) void run()
    })
}

async function runGroup<Request, Answer>(
  grouped: Grouped<Request, Answer>,
  group: readonly Caller<Request, Answer>[],
): Promise<void> {
  try {
    const answers = await grouped.run(group.map(({ request }) => request))
    // a disk that has no room for all may have room for some
    const isApart = answers.isErr() && answers.error.kind === 'full' && group.length > 1
    if (isApart) await runApart(grouped, group)
    else share(grouped, { group, answers })
  } catch (problem) {
    if (group.length > 1) await runApart(grouped, group)
    else for (const caller of group) caller.break(problem)
  }
}

async function runApart<Request, Answer>(
  grouped: Grouped<Request, Answer>,
  group: readonly Caller<Request, Answer>[],
): Promise<void> {
  for (const caller of group) await runGroup(grouped, [caller])
}

function share<Request, Answer>(
  { answersTo }: Grouped<Request, Answer>,
  { group, answers }: { group: readonly Caller<Request, Answer>[]; answers: Answers<Answer> },
): void {
  let from = 0
  for (const { request, settle } of group) {
    const to = from + answersTo(request)
    const own = [from, to] as const
    settle(answers.andThen((all) => ok(all.slice(...own))))
    from = to
  }
}
