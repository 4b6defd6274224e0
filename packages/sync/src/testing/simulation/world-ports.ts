/** What a world is built with. */
export interface WorldPorts {
  /** Epoch milliseconds of simulated time. */
  now(): number
  /** The world's own chance, in [0, 1). */
  random(): number
  /** Sends a webhook, again and again until it is answered with 200 or refused. */
  deliver(delivery: Delivery): void
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
