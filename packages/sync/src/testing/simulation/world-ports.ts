import type { Sync } from '../../sync-api.js'

/** What a world is built with. */
export interface WorldPorts {
  /** Epoch milliseconds of simulated time. */
  now(): number
  /** The world's own chance, in [0, 1). */
  random(): number
  /** Sends a webhook, again and again until it is answered with 200 or refused. */
  deliver(delivery: Delivery): void
  /** Has a person ask a process for something, again and again until it is granted. */
  ask(wish: Wish): void
}

/** Something that a person wants of the core. */
export interface Wish {
  /** Names it in what is printed. */
  readonly name: string
  /** Asks for it, maybe for the second time; answers whether it is granted. */
  ask(sync: Sync): Promise<boolean>
}

/** A webhook of a system. */
export interface Delivery {
  /** The id of the connection that it is for. */
  readonly connection: string
  /** Names it in what is printed. */
  readonly name: string
  /** Makes the request, for each time that it is sent. */
  request(): Request
}
