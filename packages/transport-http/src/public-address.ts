import ipaddr from 'ipaddr.js'

type Range = [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number]

// public by its number, but answered by the host of a virtual machine on Azure
const AZURE_HOST = '168.63.129.16'
// what is given out to the world: RFC 4291 and the IANA registry of unicast assignments
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3')

/** Whether an address lies in the public internet, or in a range that is allowed all the same. */
export function isReachable(address: string, allowed: readonly Range[]): boolean {
  // a zone makes it an address of this machine's own links
  if (!ipaddr.isValid(address) || address.includes('%')) return false
  // compatible with IPv4, and given up (RFC 4291, 2.5.5.1): the library reads it as mapped
  if (/^::\d+\./.test(address)) return false
  const parsed = ipaddr.process(address)
  return allowed.some((range) => isWithin(parsed, range)) || isPublic(parsed)
}

/** The ranges that these texts name: `10.1.0.0/16`, `::1`; any other text throws. */
export function rangesOf(texts: readonly string[]): Range[] {
  return texts.map((text) => {
    if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
    if (ipaddr.IPv4.isValidFourPartDecimal(text)) return [ipaddr.parse(text), 32]
    if (ipaddr.IPv6.isValid(text)) return [ipaddr.parse(text), 128]
    throw new Error(`"${text}" is no range of addresses: allow "10.1.0.0/16", or one address`)
  })
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, [range, bits]: Range): boolean {
  return address.kind() === range.kind() && address.match(range, bits)
}

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv4') return address.toString() !== AZURE_HOST
  return address.match(GLOBAL)
}
