import { inspect } from 'node:util'
import { from, mapping, text } from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type CredentialSet,
  definePack,
  type Resource,
  secret,
  staticCredentials,
  systemEnv,
  valueAt,
} from '../src/index.js'

describe('a secret', () => {
  it('prints as [secret] wherever it ends up, and is revealed on purpose only', () => {
    const token = secret('hunter2')
    expect(`${token} ${inspect({ token })} ${JSON.stringify({ token })}`).not.toContain('hunter2')
    expect(token.reveal()).toBe('hunter2')
  })

  it.each([[''], [' '], [undefined], [7 as never]])('is none of nothing: %j', (value) => {
    expect(() => secret(value)).toThrow(/a secret is missing: .* is its variable set\?/)
  })
})

describe('static credentials', () => {
  it.each([
    [{ shop: { values: { accessToken: 'plain' } } }, '"accessToken" of "shop" is no secret'],
    [{ shop: { values: { accessToken: undefined } } }, '"accessToken" of "shop" is no secret'],
    [{ shop: { webhookSecrets: ['plain'] } }, 'a webhook secret of "shop" is no secret'],
  ])('take nothing but secrets: %j', (connections, message) => {
    expect(() => staticCredentials(connections as never)).toThrow(
      `${message}: wrap it, secret(process.env.…)`,
    )
  })

  it('mint once for any number of concurrent refreshes of one revision', async () => {
    const credentials = staticCredentials({ erp: { values: { token: secret('old') } } })
    const stale = await credentials.get('erp')
    let minted = 0
    const mint = async () => {
      minted += 1
      await Promise.resolve()
      return { token: secret(`new-${minted}`) }
    }
    const renewed = await Promise.all(
      Array.from({ length: 20 }, () => credentials.refresh('erp', stale, mint)),
    )
    expect(minted).toBe(1)
    expect(new Set(renewed.map(tokenOf))).toEqual(new Set(['new-1']))
    expect(tokenOf(await credentials.refresh('erp', stale, mint))).toBe('new-1')
  })

  it('try again after a refresh that failed', async () => {
    const credentials = staticCredentials({ erp: {} })
    const stale = await credentials.get('erp')
    const fail = async () => Promise.reject(new Error('down'))
    await expect(credentials.refresh('erp', stale, fail)).rejects.toThrow('down')
    const mint = async () => ({ token: secret('new') })
    expect(tokenOf(await credentials.refresh('erp', stale, mint))).toBe('new')
  })

  it('name the connection that has none', async () => {
    await expect(staticCredentials({}).get('shop')).rejects.toThrow('"shop"')
  })
})

describe('the system environment', () => {
  it('tells the same fast time in every process that is given the same clock', () => {
    const clock = { origin: Date.now() - 1000, speed: 60 }
    const [a, b] = [systemEnv(clock).now(), systemEnv(clock).now()]
    expect(a - clock.origin).toBeGreaterThanOrEqual(60_000)
    expect(Math.abs(b - a)).toBeLessThan(60_000)
  })

  it('ends a wait when its signal aborts', async () => {
    const ended = AbortSignal.abort()
    await systemEnv().sleep(1_000_000, ended)
    const later = new AbortController()
    const waiting = systemEnv().sleep(1_000_000, later.signal)
    later.abort()
    await waiting
  })
})

describe('a connection', () => {
  const till = definePack<{ id: string; shop: string }>({
    system: 'till',
    versions: ['1'],
    resources: [],
    account: ({ shop }) => shop,
    connector: () => ({}) as never,
  })

  it.each<[string, unknown, RegExp]>([
    ['options', undefined, /a connection of till has no id: .* is its variable set\?/],
    ['an id', { shop: 'acme' }, /a connection of till has no id/],
    ['an id that says something', { id: '', shop: 'acme' }, /a connection of till has no id/],
    ['an account', { id: 'till-1' }, /"till-1" names no account of till: is its variable set\?/],
    ['an account that says something', { id: 'till-1', shop: '' }, /names no account of till/],
  ])('needs %s', (_, options, message) => {
    expect(() => till.connect(options as never)).toThrow(message)
  })

  it('is refused where a mapping of the pack is declared wrongly', () => {
    const twice = mapping({
      system: 'till',
      entity: 'Ticket',
      wire: z.object({ id: z.string() }),
      canonical: z.object({ name: z.string() }),
      map: ($) => ({ name: from($.id, text) }),
      ignore: ($) => [[$.id, 'no use']],
    })
    const ticket: Resource = {
      name: 'ticket@file',
      kind: 'Ticket',
      versions: { from: '1' },
      revision: 1,
      parts: [{ entity: 'order', mapping: twice }],
      version: () => undefined,
    }
    const wrong = definePack<{ id: string; shop: string }>({
      system: 'till',
      versions: ['1'],
      resources: [ticket],
      account: ({ shop }) => shop,
      connector: () => ({}) as never,
    })
    expect(() => wrong.connect({ id: 'till-1', shop: 'acme' })).toThrow(
      'till Ticket: /id is read, so it is neither preserved nor ignored',
    )
  })
})

describe('a JSON Pointer', () => {
  it('reads own properties only', () => {
    const wire = { 'a/b': [{ '~': 1 }] }
    expect(valueAt(wire, '/a~1b/0/~0')).toBe(1)
    expect(valueAt(wire, '/a~1b/1/x')).toBeUndefined()
    expect(valueAt(wire, '/constructor/name')).toBeUndefined()
    expect(valueAt(wire, '')).toBe(wire)
  })
})

function tokenOf({ values }: CredentialSet): string | undefined {
  return values['token']?.reveal()
}
