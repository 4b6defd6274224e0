import type { Envelope } from '@canonry/sync'
import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node'
import { headerText, textOfHeader } from './header-text.js'
import { HEADER_BYTES } from './options.js'

const KEY = 'canonry-key'
const ID = 'Nats-Msg-Id'
const STREAM = 'Nats-Expected-Stream'
const NAME = /^[!-9;-@[-~]+$/

/** Why a message cannot be published, if it cannot: what to do is in it. */
export function problemOf(
  { body, headers: given, id, key }: Envelope,
  maxBytes: number,
): string | undefined {
  if (body.length > maxBytes) {
    return `the body has ${body.length} bytes, at most ${maxBytes} are taken: split it`
  }
  let size = id.length + key.length
  for (const [name, value] of Object.entries(given)) {
    if (!NAME.test(name))
      return `"${name}" is no name of a header: use lower case, no blanks, no colon`
    if (name.startsWith('nats-') || name === KEY)
      return `the header "${name}" belongs to the broker`
    size += name.length + value.length
  }
  if (3 * size < HEADER_BYTES) return undefined
  const bytes = encodedSize(given) + headerText(id).length + headerText(key).length
  if (bytes <= HEADER_BYTES) return undefined
  return `the headers have ${bytes} bytes, at most ${HEADER_BYTES} are taken: put it into the body`
}

/** The headers under which a message is published; the stream must be the one that is meant. */
export function headersOf({ id, key, headers: given }: Envelope, stream: string): MsgHdrs {
  const lines = headers()
  lines.set(ID, headerText(id))
  lines.set(STREAM, stream)
  lines.set(KEY, headerText(key))
  for (const name in given) lines.set(name, headerText(given[name] as string))
  return lines
}

/**
 * The message that was published. One that somebody else published has the id of its header or its
 * place in the stream, its subject as key, and its headers as they are.
 */
export function envelopeOf(message: Msg, place: string): Envelope {
  const lines = message.headers
  const key = lines?.get(KEY)
  const isOurs = lines?.has(KEY) ?? false
  const text = isOurs ? textOfHeader : (value: string) => value
  const id = lines?.get(ID)
  return {
    id: id ? text(id) : place,
    key: isOurs ? text(key ?? '') : message.subject,
    headers: lines ? readLines(lines, text) : {},
    body: message.data,
  }
}

function readLines(lines: MsgHdrs, text: (value: string) => string): Record<string, string> {
  const read: Record<string, string> = {}
  for (const [name, values] of lines) {
    if (name === ID || name === STREAM || name === KEY) continue
    read[name.toLowerCase()] = text(values.length === 1 ? (values[0] as string) : values.join(', '))
  }
  return read
}

function encodedSize(given: Envelope['headers']): number {
  return Object.entries(given).reduce(
    (sum, [name, value]) => sum + name.length + headerText(value).length + 4,
    0,
  )
}
