/** One subscription of a shop's webhooks. */
export interface Subscription {
  readonly id: number
  readonly topic: string
  readonly address: string
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/** Who is told what. */
export interface Subscriptions {
  /** Adds one; `undefined` when the address is told of the topic already. */
  add(topic: string, address: string): Subscription | undefined
  remove(topic: string, address: string): void
  all(): readonly Subscription[]
  /** The addresses that are told of a topic. */
  addressesOf(topic: string): readonly string[]
}

/** Subscriptions of a shop, none at first. */
export function createSubscriptions(now: () => number): Subscriptions {
  let subscriptions: readonly Subscription[] = []
  let last = 1_000_000
  const isOf = (topic: string, address: string) => (known: Subscription) =>
    known.topic === topic && known.address === address
  return {
    add(topic, address) {
      if (subscriptions.some(isOf(topic, address))) return undefined
      last += 1
      const subscription = { id: last, topic, address, createdAt: now() }
      subscriptions = [...subscriptions, subscription]
      return subscription
    },
    remove(topic, address) {
      subscriptions = subscriptions.filter((known) => !isOf(topic, address)(known))
    },
    all: () => subscriptions,
    addressesOf: (topic) =>
      subscriptions.filter((known) => known.topic === topic).map(({ address }) => address),
  }
}
