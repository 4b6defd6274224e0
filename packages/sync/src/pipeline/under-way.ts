import type { NewFact } from '../journal/fact.js'

/** A document by its name: where it comes from, and its id there. */
type Named = Pick<NewFact, 'connection' | 'resource' | 'routingKey'>

/** Documents that a pull has taken into the journal lately, of which nothing may have come yet. */
export interface UnderWay {
  /** Whether one was taken in this version or a newer one; remembers that its source told of it. */
  tell(document: Named, version: string): boolean
  /** Whether its source told of a document that was taken, in this very text. */
  isTold(document: Named & Pick<NewFact, 'hash'>): boolean
}
