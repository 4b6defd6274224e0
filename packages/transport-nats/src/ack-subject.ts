/** What the subject says to which a delivery is acknowledged. */
export interface Place {
  readonly consumer: string
  /** How often the message was delivered. */
  readonly deliveries: number
  /** Where it stands in the stream. */
  readonly seq: number
}

// $JS.ACK.<stream>.<consumer>.<deliveries>.<seq>.…, or with a domain and an account before the stream
const SHORT = 9

/** Reads a subject of acknowledgements; see ADR-15 of NATS. */
export function placeOf(subject: string): Place {
  const words = subject.split('.')
  const stream = words.length > SHORT ? 4 : 2
  return {
    consumer: words[stream + 1] ?? '',
    deliveries: Number(words[stream + 2]),
    seq: Number(words[stream + 3]),
  }
}
