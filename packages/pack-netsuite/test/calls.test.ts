import { generateKeyPairSync } from 'node:crypto'
import type { Connector, PushOutcome, VerifyOutcome } from '@canonry/pack'
import type { Fault } from '@canonry/pack-netsuite/simulator'
import { describe, expect, it } from 'vitest'
import { intent, line, linked, money, openWorld, order, type World } from './world.js'

function ready(change: Parameters<typeof openWorld>[0] = {}): World {
  const world = openWorld(change)
  world.simulator.addItem({ itemId: 'SKU-1' })
  return world
}

async function push(connector: Connector, change = {}): Promise<PushOutcome> {
  return (await connector.push([intent(change)]))[0] as PushOutcome
}

async function verify(connector: Connector, change = {}): Promise<VerifyOutcome> {
  return (await connector.verify([intent(change)]))[0] as VerifyOutcome
}

const answer = (status: number, body = '', headers = {}): Fault => ({
  kind: 'answer',
  status,
  body,
  headers,
})
const problem = (status: number, code: string, detail: string, path?: string): Fault =>
  answer(
    status,
    JSON.stringify({
      status,
      'o:errorDetails': [{ detail, 'o:errorCode': code, 'o:errorPath': path }],
    }),
  )

describe('signing in', () => {
  it.each(['ec', 'rsa'] as const)('works with an %s key, once for many calls', async (keys) => {
    const world = ready({ keys })
    expect(await push(world.connector)).toMatchObject({ kind: 'confirmed' })
    await push(world.connector, { kind: 'cancel' })
    expect(world.requests.filter((request) => request.includes('/token'))).toHaveLength(1)
  })

  it('gets a new token shortly before the old one ends', async () => {
    const world = ready()
    await push(world.connector)
    world.advance(59.5 * 60_000)
    await push(world.connector, { kind: 'cancel' })
    expect(world.requests.filter((request) => request.includes('/token'))).toHaveLength(2)
  })

  it('renews a token that NetSuite took back, and makes the call again', async () => {
    const world = ready()
    await push(world.connector)
    world.simulator.expireTokens()
    expect(await push(world.connector, { kind: 'cancel' })).toMatchObject({ kind: 'confirmed' })
  })

  it('asks for one token however many calls need one at once', async () => {
    const world = ready({ concurrency: 50 })
    const pushes = Array.from({ length: 8 }, (_, index) =>
      push(world.connector, { kind: 'cancel', source: { ...intent().source, id: String(index) } }),
    )
    expect(new Set((await Promise.all(pushes)).map(({ kind }) => kind))).toEqual(new Set(['no-op']))
    expect(world.requests.filter((request) => request.includes('/token'))).toHaveLength(1)
  })

  it('says which keys can be used, before NetSuite refuses a signature without a reason', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const world = ready({ privateKey })
    expect(await push(world.connector)).toMatchObject({
      failure: { kind: 'auth.revoked', message: expect.stringContaining('P-256') },
    })
    expect(world.requests).toEqual([])
  })

  it('says that the clock may be wrong when an assertion is refused', async () => {
    const world = ready({ clockAheadMs: 10 * 60_000 })
    expect(await push(world.connector)).toMatchObject({
      failure: { kind: 'auth.revoked', message: expect.stringContaining('clock') },
    })
  })

  it('says what to check when the integration was taken away', async () => {
    const world = ready()
    world.simulator.revokeClient('client')
    expect(await push(world.connector)).toMatchObject({
      failure: { kind: 'auth.revoked', message: expect.stringContaining('certificate') },
    })
  })

  it('gives up when a fresh token is refused as well', async () => {
    const world = ready()
    world.fault(/suiteql/, answer(401), 2)
    expect(await push(world.connector)).toMatchObject({ failure: { kind: 'auth.revoked' } })
  })

  it('waits as long as a busy token endpoint asks for', async () => {
    const world = ready()
    world.fault(/token/, answer(429, '', { 'retry-after': 'Tue, 24 Nov 2026 10:02:00 GMT' }))
    const retryAt = Date.parse('2026-11-24T10:02:00Z')
    expect(await push(world.connector)).toMatchObject({ failure: { kind: 'throttled', retryAt } })
  })

  it.each([
    ['is busy', answer(429), 'throttled'],
    ['is down', answer(503), 'transient.definite'],
    ['breaks off', { kind: 'lose-answer' } as const, 'transient.definite'],
    ['answers something else', answer(200, '<html>'), 'auth.revoked'],
  ])('waits or stops when the token endpoint %s', async (_, fault, kind) => {
    const world = ready()
    world.fault(/token/, fault)
    expect(await push(world.connector)).toMatchObject({ failure: { kind } })
  })
})

describe('the limits of a connection', () => {
  it('are those of the options, the size of the bucket among them', () => {
    const limits = { concurrency: 2, perSecond: 3, burst: 1 }
    expect(openWorld({ options: { limits } }).connector.limits).toEqual(limits)
    expect(openWorld().connector.limits).toEqual({ concurrency: 4, perSecond: 10 })
  })
})

describe('a call that fails', () => {
  it('is throttled, with the time that NetSuite names', async () => {
    const world = ready()
    world.fault(/PUT/, answer(429, '', { 'retry-after': '7' }))
    const retryAt = Date.parse('2026-11-24T10:00:07Z')
    expect(await push(world.connector)).toMatchObject({ failure: { kind: 'throttled', retryAt } })
  })

  it('is throttled when the account runs all the requests it may', async () => {
    const world = ready({ concurrency: 0 })
    expect(await push(world.connector)).toMatchObject({ failure: { kind: 'throttled' } })
  })

  it('sent nothing when the connection is refused', async () => {
    const world = ready()
    world.fault(/PUT/, { kind: 'refuse' })
    expect(await push(world.connector)).toMatchObject({ failure: { kind: 'transient.definite' } })
  })

  it.each([
    [403, 'INSUFFICIENT_PERMISSION', 'no', undefined, 'auth.revoked'],
    [409, 'USER_ERROR', 'no', undefined, 'conflict.version'],
    [400, 'USER_ERROR', 'Record has been changed', undefined, 'conflict.version'],
    [400, 'USER_ERROR', 'This entity already exists.', undefined, 'duplicate.exists'],
    [400, 'SSS_REQUEST_LIMIT_EXCEEDED', 'busy', undefined, 'throttled'],
    [400, 'USER_ERROR', 'Please enter value(s) for: Department', undefined, 'contract.invalid'],
    [
      400,
      'INVALID_CONTENT',
      'Unknown field name custcol_x. It…',
      'item.items[0].custcol_x',
      'contract.invalid',
    ],
    [400, 'USER_ERROR', 'Anna Schmidt must not', undefined, 'contract.invalid'],
  ])('with %i %s "%s" has a class of its own', async (status, code, detail, path, kind) => {
    const world = ready()
    world.fault(/PUT/, problem(status, code, detail, path))
    const outcome = await push(world.connector)
    expect(outcome).toMatchObject({ kind: 'failed', failure: { kind } })
    expect(JSON.stringify(outcome)).not.toContain('Schmidt')
  })

  it('names what NetSuite lacks, and asks for items again', async () => {
    const world = ready()
    const detail =
      'Error while accessing a resource. You have entered an Invalid Field Value 55 for the following field: item'
    world.fault(/PUT/, problem(400, 'USER_ERROR', detail, 'item.items[0].item'))
    expect(await push(world.connector)).toMatchObject({
      failure: {
        kind: 'dependency.missing',
        dependency: { kind: 'item', id: '55' },
        message: expect.stringContaining('at item.items[0].item'),
      },
    })
    await push(world.connector)
    expect(world.requests.filter((request) => request.includes('suiteql'))).toHaveLength(2)
  })

  it('names what does not belong to the subsidiary or the currency', async () => {
    const world = ready()
    const detail =
      'Error while accessing a resource. Invalid item reference key 55 for subsidiary 3.'
    world.fault(/PUT/, problem(400, 'USER_ERROR', detail))
    expect(await push(world.connector)).toMatchObject({
      failure: {
        kind: 'dependency.missing',
        dependency: { kind: 'item', id: '55' },
        message: expect.stringContaining('the item 55 of NetSuite is none of subsidiary 3'),
      },
    })
  })

  it.each([
    ['a page of HTML', answer(200, '<html>login</html>', { 'content-type': 'text/html' })],
    ['JSON that breaks off', answer(200, '{"id":"1","item":{"items":[')],
    ['nothing', answer(200)],
    ['a list', answer(200, '[]')],
    ['a 404 that is not NetSuite’s', answer(404, '<html>')],
    ['a failure', answer(502)],
  ])('is read again when the answer to a reading is %s', async (_, fault) => {
    const world = ready()
    world.fault(/GET/, fault)
    expect(await push(world.connector, { kind: 'cancel' })).toMatchObject({
      kind: 'failed',
      failure: { kind: 'transient.definite' },
    })
    expect(await verify(world.connector)).toEqual({ kind: 'not-applied' })
  })

  it.each([
    ['a page of HTML', answer(200, '<html>')],
    ['a server error', answer(500, 'oops')],
    ['a gateway timeout', answer(504)],
    ['a request timeout', answer(408, '<html>')],
  ])('has an unknown outcome when the answer to a write is %s', async (_, fault) => {
    const world = ready()
    world.fault(/PUT/, fault)
    expect(await push(world.connector)).toMatchObject({ kind: 'unknown' })
  })

  it.each([
    ['unreadable', answer(200, '{"items":3}')],
    ['empty', answer(200)],
  ])('finds no items where the answer to the query is %s, and tries again', async (_, fault) => {
    const world = ready()
    world.fault(/suiteql/, fault)
    expect(await push(world.connector)).toMatchObject({ failure: { kind: 'transient.definite' } })
    expect(await push(world.connector)).toMatchObject({ kind: 'confirmed' })
  })

  it('with a body that is no order names the places and nothing else', async () => {
    const body = { ...order(), number: 5, note: 'Anna Schmidt' }
    const outcome = await push(ready().connector, { body })
    expect(outcome).toMatchObject({ failure: { kind: 'contract.invalid' } })
    expect(JSON.stringify(outcome)).toContain('/number')
    expect(JSON.stringify(outcome)).not.toContain('Schmidt')
  })
})

describe('a write whose answer was lost', () => {
  const lost = async (change = {}): Promise<World> => {
    const world = ready()
    world.fault(/PUT/, { kind: 'lose-answer' })
    expect(await push(world.connector, change)).toMatchObject({ kind: 'unknown' })
    return world
  }

  it('is found applied, and never made twice', async () => {
    const world = await lost()
    expect(await verify(world.connector)).toMatchObject({
      kind: 'applied',
      ref: { kind: 'salesOrder', id: world.simulator.salesOrders()[0]?.id },
    })
    expect(world.simulator.salesOrders()).toHaveLength(1)
  })

  it('is found applied by another process, too', async () => {
    const world = await lost()
    expect(await verify(world.reopen())).toMatchObject({ kind: 'applied' })
  })

  it('is found not applied where nothing arrived, and is made again', async () => {
    const world = ready()
    world.fault(/PUT/, answer(500))
    expect(await push(world.connector)).toMatchObject({ kind: 'unknown' })
    expect(await verify(world.connector)).toEqual({ kind: 'not-applied' })
    expect(await push(world.connector)).toMatchObject({ kind: 'confirmed' })
  })

  it('is a conflict where somebody else changed the record meanwhile', async () => {
    const world = await lost()
    const [document] = world.simulator.salesOrders()
    world.advance(5000)
    await world.write('PATCH', `salesOrder/${document?.id}`, { otherRefNum: 'by hand' })
    expect(await verify(world.connector)).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('otherRefNum'),
    })
  })

  it('is not applied where an update left the record as it was', async () => {
    const world = ready()
    await push(world.connector)
    const change = {
      body: order({ lines: [line('1', { unitPrice: money('11') })] }),
      links: linked(world.simulator.salesOrders()[0]?.id ?? ''),
    }
    world.fault(/PUT/, answer(500))
    expect(await push(world.connector, change)).toMatchObject({ kind: 'unknown' })
    expect(await verify(world.connector, change)).toEqual({ kind: 'not-applied' })
    expect(await push(world.connector, change)).toMatchObject({ kind: 'confirmed' })
  })

  it('is verified for a cancellation by its closed lines', async () => {
    const world = ready()
    await push(world.connector)
    world.fault(/PUT/, { kind: 'lose-answer' })
    const cancel = { kind: 'cancel' as const }
    expect(await push(world.connector, cancel)).toMatchObject({ kind: 'unknown' })
    expect(await verify(world.connector, cancel)).toMatchObject({ kind: 'applied' })
  })

  it('of a cancellation stands where the record is gone', async () => {
    expect(await verify(openWorld().connector, { kind: 'cancel' })).toMatchObject({
      kind: 'applied',
      ref: { kind: 'salesOrderExternalId' },
    })
  })
})
