import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import type { Sync } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { shopOrder, webhook } from '../../sync/test/world/shop.js'
import { createWorld, workOff } from '../../sync/test/world/world.js'
import { temporaryFile } from './temporary-file.js'

/** A company whose past somebody changes in the file. */
async function tampered(sql: string): Promise<Sync> {
  const file = temporaryFile()
  const world = createWorld({ store: sqlite(new DatabaseSync(file)), audit: true })
  for (let id = 1; id <= 20; id++) {
    await world.sync.receive('shop', webhook(shopOrder(`${id}`)))
  }
  await workOff(world)
  const by = { actor: 'ben', why: 'a reason' }
  await world.sync.pause('erp', by)
  expect((await world.sync.audit.verify()).problems).toEqual([])
  const database = new DatabaseSync(file)
  expect(database.prepare(sql).run().changes).toBeGreaterThan(0)
  database.close()
  return world.sync
}

async function kindsAfter(sql: string): Promise<readonly string[]> {
  const { problems } = await (await tampered(sql)).audit.verify()
  return problems.map(({ kind, entry }) => (entry ? `${kind} ${entry.kind}` : kind))
}

describe('the audit log in a SQLite file', () => {
  it.each<[string, string, string]>([
    [
      'a fact that was changed',
      `UPDATE fact SET routing_key = '99' WHERE routing_key = '7'`,
      'row-changed fact',
    ],
    [
      'a body that was changed',
      `UPDATE fact_body SET body = CAST('{}' AS BLOB) WHERE id = 1`,
      'row-changed fact',
    ],
    ['a fact that was taken away', `DELETE FROM fact WHERE routing_key = '7'`, 'row-missing fact'],
    [
      'an entity that was changed',
      `UPDATE entity_body SET body = replace(body, '"#7"', '"#8"')`,
      'row-changed entity',
    ],
    [
      'an effect that was changed',
      `UPDATE effect_state SET state = 'no-op' WHERE seq = 7`,
      'row-changed effect',
    ],
    [
      'an act that was signed anew',
      `UPDATE act SET act = replace(act, '"ben"', '"anna"')`,
      'row-changed act',
    ],
    [
      'an entry that was rewritten',
      `UPDATE audit_batch SET entries = replace(entries, '"act"', '"fact"')`,
      'tree-changed',
    ],
    [
      'a node that was rewritten',
      `UPDATE audit_node SET hash = replace(hash, 'a', 'b') WHERE level = 1 AND n = 2`,
      'tree-changed',
    ],
  ])('finds %s', async (_, sql, problem) => {
    expect(await kindsAfter(sql)).toContain(problem)
  })

  it('outlives the bodies that it is about', async () => {
    const sync = await tampered('DELETE FROM fact_body')
    expect((await sync.audit.verify()).problems).toEqual([])
  })
})
