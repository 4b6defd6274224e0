import { z } from 'zod'

/** Money as Square counts it: whole minor units of its currency, none for yen. */
export const WireMoney = z.object({ amount: z.int().nullish(), currency: z.string().nullish() })
export type WireMoney = z.infer<typeof WireMoney>
