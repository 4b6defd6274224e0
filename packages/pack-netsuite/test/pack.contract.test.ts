import { join } from 'node:path'
import { fieldListSpec, movedPlaces } from '@canonry/mapping'
import { staticCredentials, systemEnv } from '@canonry/pack'
import { type PackSubject, packContract } from '@canonry/pack/testing'
import { netsuite } from '@canonry/pack-netsuite'
import { describe, expect, it } from 'vitest'
import { specFiles } from '../coverage.js'
import { booked, orderOverrides, profile } from './map-overrides.js'
import { ACCOUNT, PROFILE } from './world.js'

const ports = { env: systemEnv(), credentials: staticCredentials({ erp: {} }) }
const connection = netsuite.connect({ id: 'erp', account: ACCOUNT, profile })
const specs = Object.fromEntries(
  Object.values(specFiles()).map((file) => [
    file.resource,
    { specs: [fieldListSpec(file)], places: movedPlaces(file.places) },
  ]),
)
const subject: PackSubject = {
  // a connection's own resources know the currencies of its profile
  pack: { ...netsuite, resources: connection.resources },
  connector: connection.open(ports),
  context: { account: ACCOUNT },
  exemptions: [
    {
      case: 'order (salesOrder@rest) keeps Keys',
      of: ['/lines/*/discounts'],
      reason: 'a discount line in NetSuite has no name of its own',
    },
    {
      case: 'order (salesOrder@rest) keeps Corruption',
      of: ['/goods/*/quantityFulfilled', '/goods/*/isClosed'],
      reason: 'nothing sent and not closed are written by leaving them out, never as null',
    },
    {
      case: 'salesOrder@rest accounts for every field',
      of: ['/item/items/*/custcol_canonry_line'],
      reason: 'the column that names our lines is a custom field, which no specification lists',
    },
  ],
  goldens: join(import.meta.dirname, 'goldens'),
  resources: {
    ...specs,
    'salesOrder@rest': {
      ...specs['salesOrder@rest'],
      parts: { order: { overrides: orderOverrides, entities: booked } },
    },
  },
}

describe('the NetSuite pack', { timeout: 60_000 }, () => {
  for (const { name, skip, run } of packContract(subject)) it.skipIf(skip)(name, run)

  it('refuses a profile with a name where an internal id belongs', () => {
    const profile = { ...PROFILE, taxCode: 'VAT_DE' }
    expect(() => netsuite.connect({ id: 'erp', account: ACCOUNT, profile })).toThrow(/internal id/)
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
