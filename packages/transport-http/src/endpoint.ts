import { err, ok, type Result } from 'neverthrow'
import { isReachable, rangesOf } from './public-address.js'

/** Which addresses may be called. */
export interface EndpointRules {
  /** Addresses inside that may be called: `['10.1.0.0/16']`. Default: the public internet alone. */
  readonly allow?: readonly string[]
  /** Default: 443, and 80 where `http` is allowed. */
  readonly ports?: readonly number[]
  /** Whether an address may be `http://`, which anybody on the way can read and change. Default no. */
  readonly http?: boolean
}

/** Why an address is no endpoint for webhooks; `message` says what to change. */
export interface EndpointFailure {
  readonly kind: 'unreadable' | 'not-https' | 'has-credentials' | 'foreign-port' | 'inside'
  readonly message: string
}

/**
 * Reads the address of an endpoint, as somebody gave it; for a form where endpoints are registered.
 *
 * It is checked as far as its text goes. Where its name leads is checked again with every call.
 */
export function parseEndpoint(
  text: string,
  rules: EndpointRules = {},
): Result<URL, EndpointFailure> {
  if (!URL.canParse(text)) return fail('unreadable', 'it is no URL: https://example.com/hooks')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(rules.http && url.protocol === 'http:')) {
    return fail('not-https', 'endpoints are called over https')
  }
  if (url.username !== '' || url.password !== '') {
    return fail('has-credentials', 'leave the user name and password out: requests are signed')
  }
  const [port, ports] = [portOf(url), portsOf(rules)]
  if (!ports.includes(port)) {
    return fail('foreign-port', `port ${port} is not called: use ${ports.join(' or ')}`)
  }
  const literal = literalOf(url)
  if (literal !== undefined && !isReachable(literal, rangesOf(rules.allow ?? []))) {
    return fail('inside', `${literal} is not in the public internet, and not in \`allow\``)
  }
  return ok(url)
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

function portsOf({ ports, http }: EndpointRules): readonly number[] {
  return ports ?? (http ? [443, 80] : [443])
}

/** The address that a URL names without a name; its standard knows `0x7f.1` and `2130706433`. */
export function literalOf({ hostname }: URL): string | undefined {
  if (hostname.startsWith('[')) return hostname.slice(1, -1)
  return /^[\d.]+$/.test(hostname) ? hostname : undefined
}

function fail(kind: EndpointFailure['kind'], message: string): Result<never, EndpointFailure> {
  return err({ kind, message })
}
