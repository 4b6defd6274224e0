import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Peer, Wants } from '../peer.js'
import type { Place } from '../place.js'
import { openBook } from './book.js'
import type { Fleet } from './worker.js'

/** A fleet with an empty book, which is taken away at the end. */
export async function openFleet(
  peer: Peer,
  { place, wants }: { readonly place: Place; readonly wants: Wants },
): Promise<Fleet & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'canonry-fleet-'))
  const path = join(folder, 'book')
  return {
    peer,
    place,
    wants,
    path,
    book: openBook(path),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}
