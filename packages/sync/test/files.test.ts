import { jsonArray, ndjson } from '@canonry/pack'
import { memoryStore } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { bookedTotals } from './world/erp.js'
import { ledger, positionRef } from './world/ledger.js'
import { orderRef, shopOrder } from './world/shop.js'
import { createWorld, workOff } from './world/world.js'

async function* bytesOf(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const fileOf = (text: string, more: object = {}) => ({
  name: 'orders.ndjson',
  resource: 'order@rest',
  format: ndjson,
  key: '/id',
  stream: bytesOf(text),
  ...more,
})

const linesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => JSON.stringify(shopOrder(`${index + 1}`, 1)))

describe('taking a file', () => {
  it('journals each record and a manifest, and works on them', async () => {
    const world = createWorld()
    const text = linesOf(3).join('\n')
    const report = await world.sync.ingestFile('shop', fileOf(text))
    expect(report).toEqual({
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      size: Buffer.byteLength(text),
      records: 3,
      accepted: 3,
      duplicates: 0,
      faults: 0,
      isKnown: false,
    })
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('3'))).toEqual(['11'])
    expect((await world.sync.counters())['files.taken']).toBe(1)
    expect(await world.sync.exceptions()).toEqual([])
  })

  it('adds nothing when it comes again, and only what is new when it has grown', async () => {
    const { sync } = createWorld()
    const lines = linesOf(4)
    await sync.ingestFile('shop', fileOf(lines.slice(0, 3).join('\n')))
    const again = await sync.ingestFile('shop', fileOf(lines.slice(0, 3).join('\n'), { name: 'b' }))
    expect(again).toMatchObject({ accepted: 0, duplicates: 3, isKnown: true })
    const grown = await sync.ingestFile('shop', fileOf(lines.join('\n')))
    expect(grown).toMatchObject({ accepted: 1, duplicates: 3, isKnown: false })
  })

  it('is proven by the audit log, record by record and as a whole', async () => {
    const { sync } = createWorld({ audit: true })
    await sync.ingestFile('shop', fileOf(linesOf(3).join('\n')))
    expect(await sync.audit.verify()).toEqual({ checked: 4, problems: [] })
  })

  it('takes what is missing after its stream or its process broke', async () => {
    const { sync } = createWorld()
    const lines = linesOf(600)
    async function* broken() {
      yield* bytesOf(`${lines.slice(0, 500).join('\n')}\n`, 1_024)
      throw new Error('connection reset')
    }
    const file = fileOf('', { stream: broken() })
    await expect(sync.ingestFile('shop', file)).rejects.toThrow('connection reset')
    const before = (await sync.backlog()).facts
    expect(before).toBeGreaterThan(0)
    const report = await sync.ingestFile('shop', fileOf(lines.join('\n')))
    expect(report).toMatchObject({ records: 600, duplicates: before, accepted: 600 - before })
  })

  it('names the lines that it cannot take in one exception, and solves it once they are correct', async () => {
    const world = createWorld()
    const [one, two] = linesOf(2)
    const text = `${one}\n{"id":\n{"number":"#7"}\n${two}\n`
    const report = await world.sync.ingestFile('shop', fileOf(text))
    expect(report).toMatchObject({ records: 4, accepted: 2, faults: 2 })
    const [exception] = await world.sync.exceptions({ state: 'open' })
    expect(exception).toMatchObject({ reason: 'unreadable-records', connection: 'shop' })
    expect(exception?.errors?.map(({ wire }) => wire)).toEqual(['line 2', 'line 3'])
    expect(exception?.errors?.[1]?.message).toContain('/id')
    await world.sync.ingestFile('shop', fileOf(`${one}\n${two}\n`))
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('adds what was corrected once, and nothing twice, for who does what the exception says', async () => {
    const world = createWorld({ more: [ledger] })
    const postings = (text: string) => fileOf(text, { resource: 'posting@ledger' })
    const sum = async () => {
      await workOff(world)
      const [position] = await world.sync.entities([positionRef('a')])
      return position?.body['onHand']
    }
    const taken = ['{"id":"a","by":"1"}', '{"id":', '{"id":"a","by":"10"}'].join('\n')
    await world.sync.ingestFile('ledger', postings(taken))
    expect(await sum()).toBe('11')
    const [exception] = await world.sync.exceptions({ state: 'open' })
    expect(exception?.suggestedFix).toMatch(/a file of their own under this name/)
    await world.sync.ingestFile('ledger', postings('{"id":"a","by":"5"}'))
    expect(await sum()).toBe('16')
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('says the line of a record that breaks the mapping, and goes on', async () => {
    const world = createWorld()
    const text = `${JSON.stringify({ ...shopOrder('1'), total: 'a lot' })}\n${linesOf(2)[1]}`
    await world.sync.ingestFile('shop', fileOf(text))
    await workOff(world)
    const [exception] = await world.sync.exceptions({ state: 'open' })
    expect(exception?.message).toContain('(line 1 of orders.ndjson)')
    expect(bookedTotals(world.erpBooks, orderRef('2'))).toEqual(['11'])
  })

  it('takes the records of one document in the order of the file', async () => {
    const world = createWorld()
    const text = JSON.stringify([shopOrder('1', 1), shopOrder('1', 2), shopOrder('1', 1)])
    const file = fileOf(text, { format: jsonArray, name: 'orders.json' })
    expect(await world.sync.ingestFile('shop', file)).toMatchObject({ accepted: 3 })
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
  })

  it('refuses bytes that are no text in the encoding, and reads those of another', async () => {
    const { sync } = createWorld({ store: memoryStore() })
    const latin = Uint8Array.from(Buffer.from('{"id":"\u00fc"}', 'latin1'))
    async function* stream() {
      yield latin
    }
    await expect(sync.ingestFile('shop', fileOf('', { stream: stream() }))).rejects.toThrow(
      /^orders.ndjson has bytes that are no utf-8: say which `encoding`/,
    )
    const report = await sync.ingestFile(
      'shop',
      fileOf('', { stream: stream(), encoding: 'windows-1252' }),
    )
    expect(report.accepted).toBe(1)
    const strange = fileOf('', { resource: 'parrot@file' })
    await expect(sync.ingestFile('shop', strange)).rejects.toThrow(/no resource "parrot@file"/)
  })
})
