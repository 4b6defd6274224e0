import type { Failure, PullPage } from '@canonry/pack'
import { sourceKey } from '@canonry/pack'
import { ok, type Result } from 'neverthrow'
import { type Dispatching, type OpenConnection, persist } from '../effects/calling/dispatching.js'
import type { NewFact } from '../journal/fact.js'
import { factsOf, readKnown, refOf } from './absences.js'
import { isScan } from './next-pull.js'
import { asked, type PullingFrom } from './pull-step.js'

const KEYS_AT_ONCE = 1_000
const READ_AT_ONCE = 50

/**
 * What has become of things that are known, belong to a family that the page brought whole, and were
 * not on it; `undefined` while the store does not answer.
 *
 * They are asked for before anything is concluded, so a page that was wrong takes nothing away.
 */
export async function missingFrom(
  dispatching: Dispatching,
  { pulling, page }: { readonly pulling: PullingFrom; readonly page: PullPage },
): Promise<Result<readonly NewFact[], Failure> | undefined> {
  const { from, pull } = pulling
  const { complete = [] } = page
  // a scan compares all that is known when it has read all that there is
  if (isScan(pull) || complete.length === 0) return ok([])
  const prefixes = complete.flatMap(({ resource, begins }) => keyOf(from, resource, begins))
  const there = new Set(page.documents.flatMap(({ resource, key }) => keyOf(from, resource, key)))
  const known = await knownUnder(dispatching, { from, prefixes: [...new Set(prefixes)] })
  if (!known) return undefined
  return readMissing(dispatching, { from, keys: known.filter((key) => !there.has(key)) })
}

function keyOf({ connection }: OpenConnection, resource: string, id: string): string[] {
  const known = connection.resources[resource]
  if (!known) return []
  const { system, account } = connection
  return [sourceKey(known.parts[0].entity, { system, account, kind: known.kind, id })]
}

async function knownUnder(
  dispatching: Dispatching,
  { from, prefixes }: { readonly from: OpenConnection; readonly prefixes: readonly string[] },
): Promise<readonly string[] | undefined> {
  const { env, store } = dispatching
  const connection = from.connection.id
  const question = { connection, prefixes, before: env.now() + 1, limit: KEYS_AT_ONCE } as const
  const keys: string[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const behind: string = after
    const found = await persist(dispatching, () =>
      store.query<'absent'>({ kind: 'absent', ...question, after: behind }),
    )
    if (!found) return undefined
    keys.push(...found)
    after = found.length < KEYS_AT_ONCE ? undefined : found.at(-1)
  }
  return keys
}

async function readMissing(
  dispatching: Dispatching,
  { from, keys }: { readonly from: OpenConnection; readonly keys: readonly string[] },
): Promise<Result<readonly NewFact[], Failure>> {
  const facts: NewFact[] = []
  const refs = keys.flatMap(refOf)
  for (let start = 0; start < refs.length; start += READ_AT_ONCE) {
    const some = refs.slice(start, start + READ_AT_ONCE)
    const answer = await asked(dispatching, { from, ask: () => readKnown(from, some) })
    if (answer.isErr()) return answer.map(() => [])
    const receivedAt = dispatching.env.now()
    facts.push(...factsOf(some, { documents: answer.value, from, receivedAt }))
  }
  return ok(facts)
}
