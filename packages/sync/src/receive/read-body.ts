import { createHash } from 'node:crypto'
import type { SignatureCheck } from '@canonry/pack'
import { KEPT_BYTES, REFUSED_BYTES } from './limits.js'

/** A body as it arrived: everything hashed and checked, the beginning kept. */
export interface ReceivedBody {
  readonly hash: string
  readonly size: number
  /** At most {@link KEPT_BYTES}. */
  readonly kept: Uint8Array
}

/**
 * Streams a request's body through hash and signature check, so that no sender decides how much is
 * held in memory; `undefined` when it goes on beyond {@link REFUSED_BYTES}, or says that it will.
 */
export async function readBody(
  { body, headers }: Request,
  check: SignatureCheck,
): Promise<ReceivedBody | undefined> {
  if (Number(headers.get('content-length')) > REFUSED_BYTES) return undefined
  const hash = createHash('sha256')
  const kept: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(body)) {
    const room = KEPT_BYTES - size
    size += chunk.length
    if (size > REFUSED_BYTES) return undefined
    hash.update(chunk)
    check.update(chunk)
    if (room > 0) kept.push(chunk.subarray(0, room))
  }
  return { hash: hash.digest('hex'), size, kept: Buffer.concat(kept) }
}

async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (!body) return
  const reader = body.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
