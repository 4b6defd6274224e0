import type { Intent } from '@canonry/pack'
import { externalIdOf } from '@canonry/pack-netsuite'
import { describe, expect, it } from 'vitest'
import { rung, sale, TICKET, TILL_PROFILE, ticket } from './till.js'
import { openWorld, type World } from './world.js'

const MANY = 12
const NAMES = Array.from({ length: MANY }, (_, index) => `T${index + 1}`)
const JOB = /async\/v1\/job/

/** A world whose connector writes up to 100 tickets in one request. */
function openBusy(batch = 100): World {
  const world = openWorld({ profile: TILL_PROFILE, options: { batch } })
  world.simulator.addItem({ itemId: 'SKU-1' })
  return world
}

function sold(id: string, change: Partial<Intent> = {}): Intent {
  const source = { ...TICKET, id }
  const body = ticket({ refs: [source], number: id })
  return sale(body, { source, key: `erp|upsert|order|square/MERCHANT/Order/${id}`, ...change })
}

const all = () => NAMES.map((id) => sold(id))

function kinds(outcomes: readonly { readonly kind: string }[]): string[] {
  return outcomes.map(({ kind }) => kind)
}

function writes({ requests }: World): string[] {
  return requests.filter((line) => line.startsWith('PUT'))
}

describe('many tickets that are due at the same time', () => {
  it('are one request, worked off as a job, and each is known by its own id', async () => {
    const world = openBusy()
    const outcomes = await world.connector.push(all())
    expect(kinds(outcomes)).toEqual(NAMES.map(() => 'confirmed'))
    expect(writes(world)).toEqual(['PUT /record/v1/cashSale?replace=item,taxDetails'])
    const booked = world.simulator.cashSales()
    expect(booked.map(({ externalId }) => externalId)).toEqual(
      NAMES.map((id) => externalIdOf({ ...TICKET, id })),
    )
    expect(outcomes).toMatchObject(booked.map(({ id }) => ({ ref: { kind: 'cashSale', id } })))
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe(`-${MANY}`)
  })

  it('are written by themselves where they are few, or where nothing else was asked for', async () => {
    const few = openBusy()
    await few.connector.push(all().slice(0, 3))
    expect(writes(few)).toHaveLength(3)
    const usual = openBusy(1)
    expect(usual.connector.capabilities.bulk).toBe(1)
    await usual.connector.push(all())
    expect(writes(usual)).toHaveLength(MANY)
  })

  it('say by themselves what is wrong with one of them', async () => {
    const world = openBusy()
    const variant = { system: 'square', account: 'MERCHANT', kind: 'ItemVariation', id: 'V1' }
    const { sku: _, ...nameless } = rung('1', { variant })
    const item = { system: 'netsuite', account: '1234567', kind: 'item', id: 'gone' }
    const wrong = sold('T3', { links: { 'square/MERCHANT/ItemVariation/V1': item } })
    const body = ticket({ refs: [wrong.source], number: 'T3', lines: [nameless] })
    const intents = NAMES.map((id) => (id === 'T3' ? { ...wrong, body } : sold(id)))
    const outcomes = await world.connector.push(intents)
    expect(kinds(outcomes)).toEqual(NAMES.map((id) => (id === 'T3' ? 'failed' : 'confirmed')))
    expect(world.simulator.cashSales()).toHaveLength(MANY - 1)
    expect(writes(world)).toEqual([
      'PUT /record/v1/cashSale?replace=item,taxDetails',
      expect.stringContaining(externalIdOf(wrong.source)),
    ])
  })

  it('are told apart: what NetSuite has already is compared, the rest goes together', async () => {
    const world = openBusy()
    const [first] = await world.connector.push([sold('T1')])
    const ref = first?.kind === 'confirmed' ? first.ref : TICKET
    const links = { 'square/MERCHANT/Order/T1': ref }
    const intents = all().map((intent) =>
      intent.source.id === 'T1' ? { ...intent, links } : intent,
    )
    const outcomes = await world.connector.push(intents)
    expect(kinds(outcomes)).toEqual(['no-op', ...NAMES.slice(1).map(() => 'confirmed')])
    expect(world.simulator.cashSales()).toHaveLength(MANY)
  })

  it('are booked once when the request is sent again', async () => {
    const world = openBusy()
    await world.connector.push(all())
    expect(kinds(await world.connector.push(all()))).toEqual(NAMES.map(() => 'confirmed'))
    expect(world.simulator.cashSales()).toMatchObject(NAMES.map(() => ({ lines: [{}] })))
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe(`-${MANY}`)
  })

  it('are unknown when the answer is lost, and are found when they are read back', async () => {
    const world = openBusy()
    world.fault(/PUT/, { kind: 'lose-answer' })
    expect(kinds(await world.connector.push(all()))).toEqual(NAMES.map(() => 'unknown'))
    world.advance(60_000)
    expect(kinds(await world.connector.verify(all()))).toEqual(NAMES.map(() => 'applied'))
    expect(kinds(await world.reopen().verify(all()))).toEqual(NAMES.map(() => 'applied'))
  })

  it('are unknown when the job is not over in time, and wait for nothing else', async () => {
    const world = openBusy()
    world.fault(JOB, { kind: 'answer', status: 503 }, 100)
    expect(kinds(await world.connector.push(all()))).toEqual(NAMES.map(() => 'unknown'))
    expect(kinds(await world.connector.verify(all()))).toEqual(NAMES.map(() => 'applied'))
  })

  it('go on when NetSuite says nothing of the job for a while', async () => {
    const world = openBusy()
    world.fault(JOB, { kind: 'answer', status: 503 }, 2)
    expect(kinds(await world.connector.push(all()))).toEqual(NAMES.map(() => 'confirmed'))
    expect(world.simulator.cashSales()).toHaveLength(MANY)
  })

  it('wait together while the account is busy', async () => {
    const world = openBusy()
    world.fault(/PUT/, { kind: 'answer', status: 429 })
    expect(await world.connector.push(all())).toMatchObject(
      NAMES.map(() => ({ kind: 'failed', failure: { kind: 'throttled' } })),
    )
    expect(world.simulator.cashSales()).toEqual([])
  })

  it('are unknown when nobody can say which of them are there', async () => {
    const world = openBusy()
    await world.connector.push([sold('T1')])
    world.fault(/suiteql/, { kind: 'answer', status: 503 }, 100)
    expect(kinds(await world.connector.push(all()))).toEqual(NAMES.map(() => 'unknown'))
    expect(kinds(await world.connector.verify(all()))).toEqual(NAMES.map(() => 'applied'))
  })
})
