import type { Envelope } from '@canonry/sync'
import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node'
import { decodedText, encodedText, isPlain } from './header-text.js'
import { HEADER_BYTES } from './options.js'

const KEY = 'canonry-key'
/** Names the headers whose values are percent-encoded, as no header line holds them. */
const ENCODED = 'canonry-encoded'
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
    if (name.startsWith('nats-') || name === KEY || name === ENCODED)
      return `the header "${name}" belongs to the broker`
    size += name.length + value.length
  }
  if (3 * size < HEADER_BYTES) return undefined
  const bytes = encodedSize(given) + 2 * (encodedText(id).length + encodedText(key).length)
  if (bytes <= HEADER_BYTES) return undefined
  return `the headers have ${bytes} bytes, at most ${HEADER_BYTES} are taken: put it into the body`
}

/** The headers under which a message is published; the stream must be the one that is meant. */
export function headersOf({ id, key, headers: given }: Envelope, stream: string): MsgHdrs {
  const lines = headers()
  const encoded: string[] = []
  const set = (name: string, text: string) => {
    const isAsItIs = isPlain(text)
    if (!isAsItIs) encoded.push(name)
    lines.set(name, isAsItIs ? text : encodedText(text))
  }
  set(ID, id)
  set(KEY, key)
  lines.set(STREAM, stream)
  for (const name in given) set(name, given[name] as string)
  if (encoded.length > 0) lines.set(ENCODED, encoded.join(' '))
  return lines
}

/**
 * The message that was published. One that somebody else published has the id of its header or its
 * place in the stream, its subject as key, and its headers as they are.
 */
export function envelopeOf({ headers: lines, subject, data: body }: Msg, place: string): Envelope {
  if (!lines) return { id: place, key: subject, headers: {}, body }
  const encoded = lines.has(ENCODED) ? lines.get(ENCODED).split(' ') : []
  const text = (name: string, value: string) =>
    encoded.includes(name) ? decodedText(value) : value
  const read: Record<string, string> = {}
  let [id, key] = [place, subject]
  for (const [name, values] of lines) {
    const value = text(name, values.length === 1 ? (values[0] as string) : values.join(', '))
    if (name === ID) id = value
    else if (name === KEY) key = value
    else if (name !== STREAM && name !== ENCODED) read[name.toLowerCase()] = value
  }
  return { id, key, headers: read, body }
}

function encodedSize(given: Envelope['headers']): number {
  return Object.entries(given).reduce(
    (sum, [name, value]) => sum + 2 * name.length + encodedText(value).length + 8,
    0,
  )
}
