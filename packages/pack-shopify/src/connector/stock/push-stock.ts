import type { Finding, Ref } from '@canonry/model'
import type { Failure, Intent, PushOutcome, VerifyOutcome } from '@canonry/pack'
import { afterRefusal, type Making } from './after-refusal.js'
import { availableIn, readLevel } from './levels.js'
import { type Offer, offerOf, versionOf } from './offer.js'
import { measured, notStocked } from './refusal.js'
import { callKey, type SetAnswer, type Setting, setQuantities } from './set-quantities.js'
import type { StockService } from './stock-service.js'

/** The most that one call sets: https://shopify.dev/docs/api/usage/limits#input-array-limit */
export const MOST_AT_ONCE = 250

/**
 * Tells a shop how many it may sell: all in one call, each with an outcome of its own.
 *
 * Each quantity is set from the one that the shop must have, as far as all that it sold was heard of:
 * where it sold more, it refuses, and the offer waits until that is heard. A shop that has the quantity
 * already is not called, unless it says that it has not. What somebody changed there is written over
 * once it has stood long enough, and told as a finding.
 */
export async function pushStock(
  service: StockService,
  intents: readonly Intent[],
): Promise<readonly PushOutcome[]> {
  const outcomes = new Map<Intent, PushOutcome>()
  const offers = intents.flatMap((intent) =>
    offerOf(intent, service.account).match(
      (offer) => [offer],
      (failure) => {
        outcomes.set(intent, failed(failure))
        return []
      },
    ),
  )
  const makings = await prepare(service, { offers, outcomes })
  await make(service, { makings, outcomes })
  return intents.map((intent) => outcomes.get(intent) ?? NOT_TOLD)
}

const NOT_TOLD: PushOutcome = { kind: 'unknown', message: 'Shopify did not say what became of it' }

type Outcomes = Map<Intent, PushOutcome>

async function prepare(
  service: StockService,
  { offers, outcomes }: { readonly offers: readonly Offer[]; readonly outcomes: Outcomes },
): Promise<Making[]> {
  const found = await service.items.find(offers.map(({ sku }) => sku))
  if (found.isErr()) {
    for (const { intent } of offers) outcomes.set(intent, failed(found.error))
    return []
  }
  const makings: Making[] = []
  for (const offer of offers) {
    const [item, ...twins] = found.value.get(offer.sku) ?? []
    const made = item === undefined ? noItem(offer) : await settingOf(service, { offer, item })
    if ('kind' in made) outcomes.set(offer.intent, made)
    else makings.push({ offer, setting: made, twins })
  }
  return makings
}

async function settingOf(
  service: StockService,
  { offer, item }: { readonly offer: Offer; readonly item: string },
): Promise<Setting | PushOutcome> {
  const { expected, quantity, location } = offer
  if (offer.measuredIn !== undefined) return failed(measured(offer))
  const to = { item, location, quantity }
  if (expected === undefined) return fromWhatIsThere(service, { offer, item })
  if (expected === quantity && !saysOtherwise(offer)) {
    return { kind: 'no-op', ref: refOf(service, { item, location }) }
  }
  return { ...to, from: expected }
}

function saysOtherwise({ said, expected }: Offer): boolean {
  return said !== undefined && said !== expected
}

async function fromWhatIsThere(
  service: StockService,
  { offer, item }: { readonly offer: Offer; readonly item: string },
): Promise<Setting | PushOutcome> {
  const { location, quantity } = offer
  const level = await readLevel(service, { item, location })
  if (level.isErr()) return failed(level.error)
  const has = availableIn(level.value)
  return has ? { item, location, quantity, from: has.quantity } : failed(notStocked(offer))
}

/** Makes offers, those that are refused by themselves apart from the others. */
async function make(
  service: StockService,
  { makings, outcomes }: { readonly makings: readonly Making[]; readonly outcomes: Outcomes },
): Promise<void> {
  if (makings.length === 0) return
  const settings = makings.map(({ setting }) => setting)
  const key = callKey(
    makings.map(({ offer }) => offer.intent.key),
    settings,
  )
  const answer = await call(service, { settings, key })
  if (answer.isErr()) {
    for (const { offer } of makings) outcomes.set(offer.intent, lost(answer.error))
    return
  }
  if (answer.value.kind === 'made') {
    const at = answer.value.at ?? service.now()
    for (const making of makings)
      outcomes.set(making.offer.intent, confirmed(service, { making, at }))
    return
  }
  const left = await afterRefusals(service, { makings, answer: answer.value, outcomes })
  await make(service, { makings: left, outcomes })
}

interface Refused {
  readonly makings: readonly Making[]
  readonly answer: Extract<SetAnswer, { readonly kind: 'refused' }>
  readonly outcomes: Outcomes
}

/** What is to be made still; what failed by itself has its outcome. */
async function afterRefusals(
  service: StockService,
  { makings, answer: { refusals, code }, outcomes }: Refused,
): Promise<readonly Making[]> {
  const left: Making[] = []
  for (const [index, making] of makings.entries()) {
    // a refusal that names no place is about each of them
    const isRefused = refusals.size === 0 || refusals.has(index)
    const next = isRefused
      ? await afterRefusal(service, { making, code: refusals.get(index) ?? code })
      : making
    if ('setting' in next) left.push(next)
    else outcomes.set(making.offer.intent, failed(next))
  }
  return left
}

// a key whose call failed before is never good again: https://shopify.dev/docs/api/usage/idempotent-requests
const SPENT = ['IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED', 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH']

async function call(
  service: StockService,
  { settings, key }: { readonly settings: readonly Setting[]; readonly key: string },
): ReturnType<typeof setQuantities> {
  const answer = await setQuantities(service, { settings, key })
  const isSpent =
    answer.isOk() && answer.value.kind === 'refused' && SPENT.includes(answer.value.code)
  return isSpent ? setQuantities(service, { settings, key: service.uuid() }) : answer
}

/** Looks whether the shop has the quantities that it was told. */
export async function verifyStock(service: StockService, intent: Intent): Promise<VerifyOutcome> {
  const offer = offerOf(intent, service.account)
  if (offer.isErr()) return { kind: 'failed', failure: offer.error }
  const { sku, location, quantity } = offer.value
  const found = await service.items.find([sku])
  if (found.isErr()) return { kind: 'failed', failure: found.error }
  const [item, ...twins] = found.value.get(sku) ?? []
  if (item === undefined) return { kind: 'not-applied' }
  const level = await readLevel(service, { item, location })
  if (level.isErr()) return { kind: 'failed', failure: level.error }
  if (availableIn(level.value)?.quantity !== quantity) return { kind: 'not-applied' }
  const ref = refOf(service, { item, location })
  const version = versionOf(offer.value, service.now())
  return { kind: 'applied', ref, version, ...findingsOf(twinFindings({ sku, item, twins })) }
}

function confirmed(
  service: StockService,
  { making, at }: { readonly making: Making; readonly at: number },
): PushOutcome {
  const { offer, setting, twins } = making
  service.surpluses.forget(setting)
  const ref = refOf(service, setting)
  const version = versionOf(offer, at)
  const about = { sku: offer.sku, item: setting.item, twins }
  const findings = [...editFindings(making), ...twinFindings(about)]
  return { kind: 'confirmed', ref, version, ...findingsOf(findings) }
}

function findingsOf(findings: readonly Finding[]): { readonly findings?: readonly Finding[] } {
  return findings.length === 0 ? {} : { findings }
}

function editFindings({ offer, setting, edited }: Making): readonly Finding[] {
  if (!edited) return []
  const since = new Date(edited.since).toISOString()
  const message = `${offer.sku}: somebody changed ${offer.expected} to ${edited.has} in the shop, known since ${since}; it has ${setting.quantity} again`
  return [{ code: 'changed-in-shop', path: '/available', message }]
}

function twinFindings({
  sku,
  item,
  twins,
}: {
  readonly sku: string
  readonly item: string
  readonly twins: readonly string[]
}): readonly Finding[] {
  if (twins.length === 0) return []
  const message = `${sku} is the SKU of several inventory items of the shop: ${item} is told its stock, and ${twins.join(', ')} nothing. Give each an SKU of its own`
  return [{ code: 'sku-of-several', path: '/sku', message }]
}

/**
 * What a quantity that was told is called: not as the level, which is the shop's own account of the same
 * item and stays apart.
 */
function refOf(
  { account }: StockService,
  { item, location }: Pick<Setting, 'item' | 'location'>,
): Ref {
  return { system: 'shopify', account, kind: 'AvailableQuantity', id: `${item}:${location}` }
}

function failed(failure: Failure): PushOutcome {
  return { kind: 'failed', failure }
}

function lost(failure: Failure): PushOutcome {
  return failure.kind === 'transient.unknown'
    ? { kind: 'unknown', message: failure.message }
    : failed(failure)
}

function noItem({ sku, intent }: Offer): PushOutcome {
  const message = `the shop has no item with SKU ${sku}: add it there, or correct the SKU; the number goes on by itself`
  return failed({ kind: 'dependency.missing', message, dependency: intent.source })
}
