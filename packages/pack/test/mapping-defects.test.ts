import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnyMapping } from '@canonry/mapping'
import type { EntityName } from '@canonry/model'
import type { PackSubject } from '@canonry/pack/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { context as shopContext, shopMapping } from '../../mapping/test/shop.js'
import { netsuiteSubject } from '../../pack-netsuite/test/contract-subject.js'
import { shopifySubject } from '../../pack-shopify/test/contract-subject.js'
import type { Defect, FoldDefect } from './defects/defect.js'
import { killersOnPage, printDefects, type Row } from './defects/defect-table.js'
import {
  findKiller,
  findKillers,
  findLaw,
  type Killers,
  withPart,
  withSharedDocuments,
} from './defects/find-killers.js'
import { netsuiteFoldDefects, netsuiteOrderDefects } from './defects/netsuite-defects.js'
import { shopDefects } from './defects/shop-defects.js'
import { shopifyCustomerDefects, shopifyOrderDefects } from './defects/shopify-defects.js'

const PAGE = join(import.meta.dirname, '../../../docs/mapping-defects.md')
const isUpdating = process.env['CANONRY_UPDATE_DEFECTS'] === '1'
// a defect is found as soon as one case breaks; the nightly run says what else breaks
const isWhole = isUpdating || process.env['DEFECT_KILLERS'] === 'all'
// other made-up values find a defect as well, and may do so by other cases
const isUsual = process.env['PROPERTY_SEED'] === undefined
const find = isWhole ? findKillers : findKiller
const rows: Row[] = []

interface Planted {
  readonly of: string
  readonly subject: PackSubject
  readonly resource: string
  readonly entity: EntityName
  readonly defects: readonly (Defect | FoldDefect)[]
}

const planted: readonly Planted[] = [
  {
    of: 'Shopify order',
    subject: shopifySubject,
    resource: 'order@webhook',
    entity: 'order',
    defects: shopifyOrderDefects,
  },
  {
    of: 'Shopify customer',
    subject: shopifySubject,
    resource: 'order@webhook',
    entity: 'customer',
    defects: shopifyCustomerDefects,
  },
  {
    of: 'NetSuite sales order',
    subject: netsuiteSubject,
    resource: 'salesOrder@rest',
    entity: 'order',
    defects: [...netsuiteOrderDefects, ...netsuiteFoldDefects],
  },
]

describe.each(planted)('the contract of $of', ({ of, entity, defects, ...given }) => {
  const place = { resource: given.resource, entity }
  const subject = withSharedDocuments(given.subject, given.resource, entity)

  it('finds nothing in what is right', { timeout: 60_000 }, async () => {
    expect(await findKillers(subject, place)).toEqual([])
  })

  it.each(defects)('finds that $name', { timeout: 60_000 }, async (defect) => {
    const killers = await find(broken({ subject, ...place }, defect), place)
    note(of, defect, killers)
    expect(killers).not.toEqual([])
  })
})

describe('the laws of a shop', () => {
  it('find nothing in what is right', () => {
    expect(findLaw(shopMapping, shopContext)).toEqual([])
  })

  it.each(shopDefects)('find that $name', { timeout: 60_000 }, (defect) => {
    const killers = findLaw(defect.plant(shopMapping as unknown as AnyMapping), shopContext)
    note('a shop for tests', defect, killers)
    expect(killers).not.toEqual([])
  })
})

describe('the page of defects', () => {
  const count = shopDefects.length + planted.reduce((sum, { defects }) => sum + defects.length, 0)

  it('has at least 40 of them', () => {
    expect(count).toBeGreaterThanOrEqual(40)
  })

  // every defect has been planted by now, unless some tests were left out
  afterAll(() => {
    if (rows.length !== count) return
    if (isUpdating) writeFileSync(PAGE, printDefects(rows))
    const page = readFileSync(PAGE, 'utf8')
    const known = killersOnPage(page)
    const isToldWhole = isWhole && isUsual
    const told = isToldWhole ? rows : rows.map((row, index) => asOn(known[index], row))
    expect(printDefects(told)).toBe(page)
  })
})

/** A row with everything that the page names, where that begins with what was found with the usual values. */
function asOn(known: Killers = [], row: Row): Row {
  const isThere = known.length > 0 && (!isUsual || known[0] === row.killers[0])
  return isThere ? { ...row, killers: known } : row
}

function broken(
  { subject, resource, entity }: Pick<Planted, 'subject' | 'resource' | 'entity'>,
  defect: Defect | FoldDefect,
): PackSubject {
  const parts = subject.pack.resources[resource]?.parts
  const target = parts?.find((part) => part.entity === entity)?.mapping
  return withPart(subject, entity, (part) => {
    // a system may have several resources that are the same entity
    if (part.mapping !== target) return part
    return 'plant' in defect
      ? { ...part, mapping: defect.plant(part.mapping) as typeof part.mapping }
      : { ...part, fold: (wire) => defect.spoil(part.fold?.(wire) as never) }
  })
}

function note(of: string, { name, bug }: Defect | FoldDefect, killers: Killers): void {
  rows.push({ of, name, bug, killers })
}
