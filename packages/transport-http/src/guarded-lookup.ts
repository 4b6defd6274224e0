import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isReachable, rangesOf } from './public-address.js'

/** A name that leads to an address which must not be called. */
export class InsideAddress extends Error {
  override readonly name = 'InsideAddress'
}

/**
 * Resolves names for sockets, all addresses of a name or none: one that must not be called refuses
 * the name. A socket connects to what it is given here, so no second answer of DNS can lead elsewhere.
 */
export function guardedLookup(
  allow: readonly string[],
  lookup: LookupFunction = systemLookup as LookupFunction,
): LookupFunction {
  const allowed = rangesOf(allow)
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (problem, found) => {
      const answer = problem ?? checked(hostname, found, allowed)
      if (answer instanceof Error) callback(answer, [])
      else if (options.all) callback(null, answer.all)
      else callback(null, answer.first.address, answer.first.family)
    })
  }
}

interface Checked {
  readonly all: LookupAddress[]
  readonly first: LookupAddress
}

function checked(
  hostname: string,
  found: string | LookupAddress[],
  allowed: ReturnType<typeof rangesOf>,
): Checked | InsideAddress {
  const all = typeof found === 'string' ? [] : found
  const inside = all.find(({ address }) => !isReachable(address, allowed))
  if (inside)
    return new InsideAddress(`${hostname} leads to ${inside.address}, which is not public`)
  const [first] = all
  return first ? { all, first } : new InsideAddress(`${hostname} leads nowhere`)
}
