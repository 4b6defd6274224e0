import type { Ref } from '@canonry/model'
import type { Sync } from '@canonry/sync'
import type { ExpectedOrder } from './books.js'
import { shopOrderRef } from './document-refs.js'
import type { World } from './world.js'

/** All orders of all shops, from the shops' own books. */
export function expectedOrders({ shops, config }: World): ExpectedOrder[] {
  return shops.flatMap(({ simulator }, index) => {
    const account = config.shops[index]?.shop ?? ''
    return simulator.books().map((booking) => ({ ...booking, account }))
  })
}

/** The order with the most eventful life: the one whose way is worth telling. */
export async function eventfulOrder(world: World, sync: Sync): Promise<Ref | undefined> {
  let most = 0
  let found: Ref | undefined
  for (const { account, id } of expectedOrders(world).slice(0, 150)) {
    const ref = shopOrderRef(account, id)
    const kinds = new Set((await sync.timeline(ref)).map(({ kind }) => kind))
    if (kinds.size > most) [most, found] = [kinds.size, ref]
  }
  return found
}
