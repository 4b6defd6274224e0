import { refKey } from '@canonry/model'
import type { Connection, Connector, Intent, PushOutcome, VerifyOutcome } from '@canonry/pack'
import type { RetailOptions } from '../retail-world.js'

/** A retail world whose connection to one system has a connector that is not what it should be. */
export function tampered(
  change: (connector: Connector) => Partial<Connector>,
  { id = 'erp', ...world }: { id?: string } & RetailOptions = {},
): RetailOptions {
  const connection = (given: Connection): Connection => {
    if (given.id !== id) return given
    return {
      ...given,
      open: (ports) => {
        const connector = given.open(ports)
        return { ...connector, ...change(connector) }
      },
    }
  }
  return { ...world, connection }
}

/** A connector that sends other intents than it was given; what it remembers ends with its world. */
export function sendsOther(
  make: () => (intent: Intent) => Intent,
  { id = 'erp', ...world }: { id?: string } & RetailOptions = {},
): RetailOptions {
  return {
    ...world,
    system: (system) => {
      if (system.system !== id) return system
      const change = make()
      const connector = () => {
        const { push, ...rest } = system.connector()
        return { ...rest, push: (intents: readonly Intent[]) => push(intents.map(change)) }
      }
      return { ...system, connector }
    },
  }
}

/** What the pushes of some intents give, and of the others what it was given instead. */
export async function pushOnly(
  { push }: Connector,
  { intents, isSent }: { intents: readonly Intent[]; isSent: (intent: Intent) => boolean },
): Promise<readonly PushOutcome[]> {
  const sent = intents.filter(isSent)
  const outcomes = await push(sent)
  return intents.map((intent) => outcomes[sent.indexOf(intent)] ?? pretended(intent))
}

function pretended({ entity, source }: Intent): PushOutcome {
  const ref = { system: 'erp', account: 'main', kind: entity, id: `pretended ${refKey(source)}` }
  return { kind: 'confirmed', ref }
}

/** A retail world whose ERP has one record for all customers, and what its connector says of that. */
export function oneCustomer(said: { readonly shared?: true }): RetailOptions {
  const asOne = <Outcome extends PushOutcome | VerifyOutcome>(outcome: Outcome, intent?: Intent) =>
    'ref' in outcome && intent?.entity === 'customer'
      ? { ...outcome, ...said, ref: { ...outcome.ref, id: 'one' } }
      : outcome
  return tampered(({ push, verify }) => ({
    push: async (intents) =>
      (await push(intents)).map((outcome, index) => asOne(outcome, intents[index])),
    verify: async (intents) =>
      (await verify(intents)).map((outcome, index) => asOne(outcome, intents[index])),
  }))
}
