import type { NodeConnectionOptions } from '@nats-io/transport-node'

/** What {@link nats} is given. */
export interface NatsOptions {
  /** Where the servers are: `nats.example.com:4222`, or several of a cluster. */
  readonly servers: string | readonly string[]
  /** The stream; it is made where there is none. Letters, digits, `-` and `_`. */
  readonly stream: string
  /** Its subjects are `<subject>.0`, `<subject>.1`, …; default: the stream's name in lower case. */
  readonly subject?: string
  /**
   * How many subjects there are: the messages of a key are all on one, and each is worked on by one
   * process at a time. Counts when the stream is made; later it is what the stream has. Default 16.
   */
  readonly partitions?: number
  /** Who pulls together: every message goes to one process of a group. Default `canonry`. */
  readonly group?: string
  /** `false` for who only publishes: nothing is needed but the right to publish, and to see the stream. */
  readonly pulls?: boolean
  /**
   * How long the stream keeps messages, when it is made: until one group has done them (the default),
   * or for a time, for several groups.
   */
  readonly keep?: 'until-done' | { readonly forMs: number }
  /** How long a delivery is held, at least 500 ms; default 30 s. */
  readonly holdMs?: number
  /** For how long an id is not accepted again; default two minutes. */
  readonly dedupeMs?: number
  /** The most bytes of a body; default 1,000,000. The server's `max_payload` is 16 KiB more at least. */
  readonly maxBytes?: number
  /** How long an answer of the server is waited for; default 5 s. */
  readonly answerMs?: number
  /** Credentials, TLS and whatever else the client takes: an `authenticator`, a `user` and `pass`. */
  readonly connection?: Omit<NodeConnectionOptions, 'servers'>
}

/** The options with everything that was left out. */
export type Settings = Required<Omit<NatsOptions, 'servers' | 'partitions'>> & {
  readonly servers: string[]
  readonly partitions: number | undefined
}

/** The most messages of one call, and the most of a partition that are held at once. */
export const MAX_BATCH = 1_000

/** How many bytes the headers of a message may have. */
export const HEADER_BYTES = 16 * 1024

const NAME = /^[A-Za-z0-9_-]+$/
const SUBJECT = /^[^\s*>.]+(\.[^\s*>.]+)*$/
const SHORTEST_HOLD_MS = 500
const SHORTEST_DEDUPE_MS = 100
const MOST_PARTITIONS = 256

/** Checks options, and fills in what was left out; a mistake of the program throws. */
export function settingsOf(options: NatsOptions): Settings {
  const { stream, subject = stream.toLowerCase(), group = 'canonry' } = options
  const { servers, partitions, holdMs = 30_000 } = options
  check(NAME.test(stream), `"${stream}" is no name of a stream: use letters, digits, - and _`)
  check(NAME.test(group), `"${group}" is no name of a group: use letters, digits, - and _`)
  check(SUBJECT.test(subject), `"${subject}" is no subject: use words with dots between them`)
  check(holdMs >= SHORTEST_HOLD_MS, `holdMs is ${holdMs}: it is at least ${SHORTEST_HOLD_MS}`)
  const isCount = Number.isInteger(partitions ?? 1) && (partitions ?? 1) >= 1
  check(
    isCount && (partitions ?? 1) <= MOST_PARTITIONS,
    `partitions is ${partitions}: give 1 to ${MOST_PARTITIONS}`,
  )
  return checked({
    pulls: true,
    keep: 'until-done',
    dedupeMs: 120_000,
    maxBytes: 1_000_000,
    answerMs: 5_000,
    connection: {},
    ...options,
    servers: [servers].flat() as string[],
    stream,
    subject,
    group,
    holdMs,
    partitions,
  })
}

// what the server would take for something else, or refuse in its own words
function checked(settings: Settings): Settings {
  const { servers, keep, dedupeMs, maxBytes, answerMs } = settings
  check(
    servers.length > 0 && servers.every((server) => server?.trim()),
    'there is no server to connect to: name it in servers (is its variable set?)',
  )
  check(dedupeMs >= SHORTEST_DEDUPE_MS, `dedupeMs is ${dedupeMs}: it is at least 100`)
  check(
    keep === 'until-done' || keep.forMs >= dedupeMs,
    `keep is for less time than ids are known: raise forMs, or set dedupeMs below ${dedupeMs}`,
  )
  check(maxBytes >= 1, `maxBytes is ${maxBytes}: it is at least 1`)
  check(answerMs > 0, `answerMs is ${answerMs}: it is more than 0`)
  return settings
}

function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}
