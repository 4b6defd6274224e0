import type { Env } from '@canonry/pack'
import type { ExceptionDraft } from '../exception.js'
import type { TenantStore } from '../store/store.js'
import type { Delivery, Transport } from '../transport/transport.js'
import type { Verdict } from './verdicts.js'

/** Where messages are kept that nobody can take. */
export interface Keeping {
  readonly env: Env
  readonly store: TenantStore
  /** The name of the transport that they came from. */
  readonly from: string
  readonly park?: Transport | undefined
}

type Refused = Extract<Verdict, { readonly kind: 'refused' }>

const TOLD = 50

/**
 * Keeps the refused messages of a batch: parked, and told in an exception for each reason. What could
 * not be kept comes again.
 */
export async function keepRefused(
  keeping: Keeping,
  batch: { readonly deliveries: readonly Delivery[]; readonly verdicts: readonly Verdict[] },
): Promise<readonly Verdict[]> {
  const refused = batch.deliveries.flatMap((delivery, at) => {
    const verdict = batch.verdicts[at]
    return verdict?.kind === 'refused' ? [{ at, delivery, verdict }] : []
  })
  if (refused.length === 0) return batch.verdicts
  const verdicts = [...batch.verdicts]
  const isKept = (await tell(keeping, refused)) ? await park(keeping, refused) : []
  for (const [index, { at }] of refused.entries()) {
    if (!isKept[index]) verdicts[at] = { kind: 'later' }
  }
  return verdicts
}

interface Kept {
  readonly delivery: Delivery
  readonly verdict: Refused
}

async function tell({ env, store, from }: Keeping, refused: readonly Kept[]): Promise<boolean> {
  const reasons = new Set(refused.map(({ verdict }) => verdict.reason))
  const exceptions = [...reasons].map((reason) => {
    const list = refused.filter(({ verdict }) => verdict.reason === reason)
    return { kind: 'open', id: env.uuid(), draft: draftOf(from, { reason, list }) } as const
  })
  const counts = { 'messages.refused': refused.length }
  return (await store.maintain({ kind: 'note', now: env.now(), counts, exceptions })).isOk()
}

function draftOf(
  from: string,
  { reason, list }: { reason: string; list: readonly Kept[] },
): ExceptionDraft {
  return {
    fingerprint: `consume:${from}:${reason}`,
    reason: 'message-refused',
    owner: 'integration',
    connection: '-',
    message: `${from}: ${list.length} messages cannot be taken, ${reason}: ${list[0]?.verdict.message}`,
    suggestedFix: 'Correct who publishes them or what reads them, and publish them again.',
    errors: list.slice(0, TOLD).map(({ delivery, verdict }) => ({
      rule: reason,
      wire: `message ${delivery.id}`,
      entity: '',
      message: verdict.message,
    })),
  }
}

async function park({ park: to }: Keeping, refused: readonly Kept[]): Promise<readonly boolean[]> {
  if (!to) return refused.map(() => true)
  const batch = refused.map(({ delivery: { id, key, headers, body }, verdict }) => ({
    id,
    key,
    headers: { ...headers, 'canonry-refused': verdict.reason },
    body,
  }))
  const answers = await to.publish(batch)
  return answers.map(({ kind }) => kind === 'accepted' || kind === 'duplicate')
}
