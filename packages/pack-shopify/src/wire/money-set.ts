import { z } from 'zod'

const Money = z.object({ amount: z.string(), currency_code: z.string() })

/** One amount in the shop's currency and in the one that the buyer saw. */
export const MoneySet = z.object({ shop_money: Money, presentment_money: Money.nullish() })
export type MoneySet = z.infer<typeof MoneySet>
