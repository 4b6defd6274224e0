import { z } from 'zod'

// #region wire
/** Where a branch is. */
export const WireAddress = z.object({
  street: z.string().nullish(),
  zip: z.string().nullish(),
  town: z.string().nullish(),
  country: z.string().nullish(),
})

/** A branch as the directory sends it. Only what is read: it may add fields any day. */
export const WireBranch = z.object({
  id: z.string(),
  title: z.string(),
  type: z.string(),
  gln: z.string().nullish(),
  address: WireAddress.nullish(),
  timezone: z.string(),
  closed: z.string(),
  changed: z.string(),
  manager: z.unknown().optional(),
  opening_hours: z.unknown().optional(),
})
// #endregion wire
