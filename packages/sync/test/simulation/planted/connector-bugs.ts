import { refKey } from '@canonry/model'
import type { Intent } from '@canonry/pack'
import type { RetailHistory } from '../retail-history.js'
import type { PlantedBugs } from './planted-bug.js'
import { pullBugs } from './pull-bugs.js'
import { oneCustomer, pushOnly, sendsOther, tampered } from './tampered-connection.js'
import { every } from './tampered-store.js'

const verifyBugs: PlantedBugs['bugs'] = [
  {
    name: 'reads back before the system shows what was written',
    world: tampered(({ capabilities }) => ({
      capabilities: { ...capabilities, readAfterWriteMs: 0 },
    })),
  },
  {
    name: 'finds nothing when it reads back',
    world: tampered(() => ({
      verify: async (intents) => intents.map(() => ({ kind: 'not-applied' })),
    })),
  },
  {
    name: 'takes everything for applied when it reads back',
    world: tampered(() => ({
      verify: async (intents) =>
        intents.map(({ entity, source }) => ({
          kind: 'applied',
          ref: { system: 'erp', account: 'main', kind: entity, id: refKey(source) },
        })),
    })),
  },
  {
    name: 'reads back whether a document is there, and not what it says',
    world: {
      system: (system) => ({
        ...system,
        connector: () => ({
          ...system.connector(),
          verify: async (intents) =>
            intents.map(({ source, entity }) =>
              system.documents.has(refKey(source))
                ? {
                    kind: 'applied',
                    ref: { system: 'erp', account: 'main', kind: entity, id: 'x' },
                  }
                : { kind: 'not-applied' },
            ),
        }),
      }),
    },
  },
]

const pushBugs: PlantedBugs['bugs'] = [
  {
    name: 'gives all customers one record, and does not say that it is shared',
    world: oneCustomer({}),
  },
  {
    name: 'makes a fresh idempotency key for each attempt',
    world: sendsOther(freshKey, { erp: { capabilities: { idempotencyKeys: true } } }),
  },
  {
    name: 'makes its key from the document alone, so that an edit looks like a repetition',
    world: sendsOther(() => (intent) => ({ ...intent, key: refKey(intent.source) }), {
      erp: { capabilities: { idempotencyKeys: true } },
    }),
  },
  {
    name: 'calls everything a success that did not throw',
    world: tampered((connector) => {
      const isTime = every(4)
      return {
        push: (intents) => pushOnly(connector, { intents, isSent: () => !isTime() }),
      }
    }),
  },
  {
    name: 'tries again by itself, without asking what the first try did',
    world: tampered(({ push }) => {
      const isTime = every(5)
      return {
        push: async (intents) => {
          const outcomes = await push(intents)
          return isTime() ? push(intents) : outcomes
        },
      }
    }),
  },
  {
    name: 'answers that nothing was done where it does not know',
    world: tampered(({ push }) => {
      const isTime = every(5)
      return {
        push: async (intents) => {
          const outcomes = await push(intents)
          if (!isTime()) return outcomes
          return outcomes.map(() => ({
            kind: 'failed',
            failure: { kind: 'transient.definite', message: 'a timeout' },
          }))
        },
      }
    }),
  },
  {
    name: 'takes a refusal to talk now for a refusal for ever',
    world: tampered((connector) => {
      const isTime = every(5)
      return {
        push: async (intents) =>
          isTime()
            ? intents.map(() => ({
                kind: 'failed',
                failure: { kind: 'business.rejected', message: '429' },
              }))
            : connector.push(intents),
      }
    }),
  },
  {
    name: 'sends the first of a batch, and answers for all',
    world: {
      ...tampered((connector) => ({
        push: (intents) =>
          pushOnly(connector, { intents, isSent: (intent) => intent === intents[0] }),
      })),
      erp: { capabilities: { bulk: 4 }, limits: { concurrency: 16, perSecond: 100 } },
    },
  },
  {
    name: 'holds every third document back, and sends it after the next',
    world: tampered(({ push }) => {
      const isTime = every(3)
      let held: readonly Intent[] = []
      return {
        push: async (intents) => {
          const late = held
          held = []
          if (!isTime()) {
            const outcomes = await push(intents)
            await push(late)
            return outcomes
          }
          held = intents
          return intents.map(({ entity, source }) => ({
            kind: 'confirmed',
            ref: { system: 'erp', account: 'main', kind: entity, id: refKey(source) },
          }))
        },
      }
    }),
  },
]

function freshKey(): (intent: Intent) => Intent {
  let attempts = 0
  return (intent) => ({ ...intent, key: `${intent.key}?${++attempts}` })
}

const contentBugs: PlantedBugs['bugs'] = [
  {
    name: 'does not know how to cancel, and says that it did',
    world: tampered((connector) => ({
      push: (intents) => pushOnly(connector, { intents, isSent: ({ kind }) => kind !== 'cancel' }),
    })),
  },
  {
    name: 'writes a cancelled order once more instead of cancelling it',
    world: sendsOther(() => (intent) => ({ ...intent, kind: 'upsert' })),
  },
  {
    name: 'writes all documents of a kind into one',
    world: sendsOther(() => (intent) => ({ ...intent, source: { ...intent.source, id: 'all' } })),
  },
  {
    name: 'takes a document that is there for one that is up to date',
    world: {
      system: (system) => ({
        ...system,
        connector: () => {
          const connector = system.connector()
          return {
            ...connector,
            push: (intents) =>
              pushOnly(connector, {
                intents,
                isSent: ({ source, kind }) =>
                  kind === 'cancel' || !system.documents.has(refKey(source)),
              }),
          }
        },
      }),
    },
  },
  {
    name: 'sends what it sent first, when it sends again',
    world: sendsOther(firstBody),
  },
  {
    name: 'cuts amounts off at the point',
    world: sendsOther(() => (intent) => ({ ...intent, body: withoutCents(intent.body) })),
  },
  {
    name: 'sends a count of stock as a difference',
    world: sendsOther(summedStock, { id: 'shop' }),
  },
  {
    name: 'mixes up the pieces of two sales',
    world: sendsOther(previousQuantity),
  },
]

function firstBody(): (intent: Intent) => Intent {
  const first = new Map<string, unknown>()
  return (intent) => {
    const name = refKey(intent.source)
    if (!first.has(name)) first.set(name, intent.body)
    return { ...intent, body: first.get(name) }
  }
}

function withoutCents(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body).replace(/"(\d+)\.99"/g, '"$1"'))
}

function summedStock(): (intent: Intent) => Intent {
  let sum = 0
  return (intent) => {
    if (intent.entity !== 'stockPosition') return intent
    const body = intent.body as { readonly onHand: string }
    sum += Number(body.onHand)
    return { ...intent, body: { ...body, onHand: `${sum}` } }
  }
}

function previousQuantity(): (intent: Intent) => Intent {
  let previous: unknown
  return (intent) => {
    if (intent.entity !== 'stockMove') return intent
    const body = intent.body as { readonly quantity: unknown }
    const quantity = previous ?? body.quantity
    previous = body.quantity
    return { ...intent, body: { ...body, quantity } }
  }
}

const readBugs: PlantedBugs['bugs'] = [
  {
    name: 'reads from a cache that it never empties',
    world: tampered(
      ({ read }) => {
        const known = new Map<string, Awaited<ReturnType<typeof read>>>()
        return {
          read: async (refs) => {
            const key = refs.map(refKey).join()
            const answer = known.get(key) ?? (await read(refs))
            known.set(key, answer)
            return answer
          },
        }
      },
      { id: 'shop', steps: twiceAmbiguous },
    ),
  },
]

// the cache shows only once one order is ambiguous twice
function twiceAmbiguous(history: RetailHistory) {
  const again = (count: number) =>
    history.order('1', 1, {
      note: `note ${count}`,
      said: { name: `order 1 again ${count}`, eventId: `again ${count}` },
    })
  return [history.order('1', 1), again(1), again(2), again(3), again(4)]
}

/** Mistakes of connectors. */
export const connectorBugs: PlantedBugs = {
  of: 'connectors',
  bugs: [...verifyBugs, ...pushBugs, ...contentBugs, ...readBugs, ...pullBugs],
}
