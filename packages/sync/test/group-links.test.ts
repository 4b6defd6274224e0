import { refKey } from '@canonry/model'
import { memoryStore, type TenantStore } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { okAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { groupLinks } from '../src/effects/calling/links-of.js'
import { erpBooks, erp as erpConnection } from './world/erp.js'
import { shopBooks, shop as shopConnection } from './world/shop.js'

/** A store that knows everything by the name that it is asked for. */
function countingStore() {
  const asked: (readonly string[])[] = []
  const store: TenantStore = {
    ...memoryStore().open('acme'),
    query: ((question: { refs: readonly string[]; system: string; account: string }) => {
      asked.push(question.refs)
      const { system, account } = question
      const links = question.refs.map((id) => [id, { system, account, kind: 'order', id }])
      return okAsync(Object.fromEntries(links))
    }) as TenantStore['query'],
  }
  return { asked, links: groupLinks(testEnv(), store) }
}

const shop = shopConnection(shopBooks())
const erp = erpConnection(erpBooks())

describe('calls that begin at the same time', () => {
  it('ask for their links together, each thing once', async () => {
    const { asked, links } = countingStore()
    const both = await Promise.all([links(erp, ['a', 'b']), links(erp, ['b', 'c'])])
    expect(asked).toEqual([['a', 'b', 'c']])
    for (const each of both) {
      const { b } = each._unsafeUnwrap() ?? {}
      expect(b && refKey(b)).toBe(`${erp.system}/${erp.account}/order/b`)
    }
  })

  it('ask for each system apart', async () => {
    const { asked, links } = countingStore()
    const [there, here] = await Promise.all([links(erp, ['a']), links(shop, ['a'])])
    expect(asked).toEqual([['a'], ['a']])
    expect(there._unsafeUnwrap()?.['a']?.system).toBe(erp.system)
    expect(here._unsafeUnwrap()?.['a']?.system).toBe(shop.system)
  })

  it('ask for no more at once than a question may hold', async () => {
    const { asked, links } = countingStore()
    const many = (from: number) => Array.from({ length: 1_500 }, (_, index) => `${from + index}`)
    await Promise.all([links(erp, many(0)), links(erp, many(10_000)), links(erp, ['z'])])
    expect(asked.map(({ length }) => length)).toEqual([1_500, 1_501])
  })
})
