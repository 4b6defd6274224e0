import { staticCredentials, systemEnv } from '@canonry/pack'
import { packContract } from '@canonry/pack/testing'
import { netsuite } from '@canonry/pack-netsuite'
import { describe, expect, it } from 'vitest'
import { netsuiteSubject } from './contract-subject.js'
import { ACCOUNT, PROFILE } from './world.js'

describe('the NetSuite pack', { timeout: 60_000 }, () => {
  for (const { name, skip, run } of packContract(netsuiteSubject)) it.skipIf(skip)(name, run)

  it('refuses a profile with a name where an internal id belongs', () => {
    const profile = { ...PROFILE, taxCode: 'VAT_DE' }
    expect(() => netsuite.connect({ id: 'erp', account: ACCOUNT, profile })).toThrow(/internal id/)
  })

  it('names every place of a profile that is not right, and the connection', () => {
    const { guestCustomer, ...others } = PROFILE
    const profile = {
      ...others,
      guestCustomr: guestCustomer,
      subsidiary: 1,
      currencies: { euro: '1' },
      till: { customer: '#9' },
      locations: { 'square/M/Location/L1': 8 },
    }
    const connect = () =>
      netsuite.connect({ id: 'erp', account: ACCOUNT, profile: profile as never })
    for (const line of [
      'the profile of "erp" cannot be used:',
      'subsidiary: an internal id is digits, as text',
      'currencies.euro: not an ISO 4217 currency with a minor unit, such as EUR',
      'guestCustomer: an internal id is digits, as text',
      'till.customer: an internal id is digits, as text',
      'locations.square/M/Location/L1: an internal id, or { location, zone, cutOver, account }',
      'Unrecognized key: "guestCustomr"',
    ]) {
      expect(connect).toThrow(line)
    }
    const bare = { id: 'erp', account: ACCOUNT } as never
    expect(() => netsuite.connect(bare)).toThrow(/"erp" cannot be used:\n {2}it is missing/)
  })

  it('needs an account that a host name can be made of', () => {
    for (const account of [undefined, '', 'https://1234567.app.netsuite.com', '12 34']) {
      const options = { id: 'erp', account: account as string, profile: PROFILE }
      expect(() => netsuite.connect(options)).toThrow(/account/)
    }
  })

  it('refuses to read moves from a day that is none', () => {
    const options = { id: 'erp', account: ACCOUNT, profile: PROFILE }
    expect(() => netsuite.connect({ ...options, movesFrom: '27.11.2026' })).toThrow(
      /movesFrom of "erp"/,
    )
  })

  it('calls the account at its own address unless told otherwise', async () => {
    const urls: string[] = []
    const fetch = async ({ url }: Request) => {
      urls.push(url)
      return new Response('', { status: 503 })
    }
    const values = { clientId: 'c', certificateId: 'c', privateKey: '' }
    const credentials = staticCredentials({
      erp: {
        values: Object.fromEntries(
          Object.entries(values).map(([key, value]) => [
            key,
            { reveal: () => value || 'x', toString: () => '', toJSON: () => '' },
          ]),
        ),
      },
    })
    const options = { id: 'erp', account: '1234567_SB1', profile: PROFILE }
    const open = netsuite.connect(options).open({ env: { ...systemEnv(), fetch }, credentials })
    const [outcome] = await open.verify([
      {
        key: 'k',
        kind: 'cancel',
        entity: 'order',
        source: { system: 's', account: 'a', kind: 'k', id: '1' },
        body: {},
        links: {},
      },
    ])
    expect(outcome).toMatchObject({
      failure: { kind: 'auth.revoked', message: expect.stringContaining('private key') },
    })
    expect(urls).toEqual([])
  })
})
