import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { printBugs, type Row } from './planted/bug-table.js'
import { connectorBugs } from './planted/connector-bugs.js'
import { findBug } from './planted/find-bug.js'
import { flowBugs } from './planted/flow-bugs.js'
import { packBugs } from './planted/pack-bugs.js'
import { storeBugs } from './planted/store-bugs.js'

const PAGE = join(import.meta.dirname, '../../../../docs/planted-bugs.md')
const isUpdating = process.env['CANONRY_UPDATE_PLANTED_BUGS'] === '1'
const planted = [storeBugs, connectorBugs, flowBugs, packBugs]
const count = planted.reduce((sum, { bugs }) => sum + bugs.length, 0)
const rows: Row[] = []

describe.each(planted)('simulation finds in $of one that', { timeout: 240_000 }, ({ of, bugs }) => {
  it.each(bugs)('$name', async (bug) => {
    const found = await findBug(bug)
    if (found) rows.push({ of, name: bug.name, ...found })
    expect(found).toBeDefined()
  })
})

describe('the planted bugs', () => {
  it('are at least 50, and all of them stand on the page', () => {
    expect(count).toBeGreaterThanOrEqual(50)
    const page = isUpdating ? '' : readFileSync(PAGE, 'utf8')
    const names = planted.flatMap(({ bugs }) => bugs.map(({ name }) => name))
    expect(isUpdating ? [] : names.filter((name) => !page.includes(`| ${name} |`))).toEqual([])
  })

  // every bug has been planted by now, unless some tests were left out
  afterAll(() => {
    if (rows.length !== count) return
    const early = rows.filter(({ seed }) => seed <= 10)
    expect(early.length).toBeGreaterThanOrEqual(count / 2)
    if (isUpdating) writeFileSync(PAGE, printBugs(rows))
  })
})
