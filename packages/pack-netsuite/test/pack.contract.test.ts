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

  it('refuses to read moves from a day that is none', () => {
    const options = { id: 'erp', account: ACCOUNT, profile: PROFILE }
    expect(() => netsuite.connect({ ...options, movesFrom: '27.11.2026' })).toThrow()
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
