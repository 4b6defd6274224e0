import { z } from 'zod'
import { carriedFields } from './carried.js'

const text = z.string().nullish()

/** The states between which Square moves goods, as its specification lists them. */
export const InventoryState = z.enum([
  'CUSTOM',
  'IN_STOCK',
  'SOLD',
  'RETURNED_BY_CUSTOMER',
  'RESERVED_FOR_SALE',
  'SOLD_ONLINE',
  'ORDERED_FROM_VENDOR',
  'RECEIVED_FROM_VENDOR',
  'IN_TRANSIT_TO',
  'IN_TRANSIT',
  'NONE',
  'WASTE',
  'UNLINKED_RETURN',
  'COMPOSED',
  'DECOMPOSED',
  'SUPPORTED_BY_NEWER_VERSION',
])
export type InventoryState = z.infer<typeof InventoryState>

/** How much of a variation Square reckons at a location, in a state. */
export const WireInventoryCount = z.object({
  catalog_object_id: z.string(),
  location_id: z.string(),
  state: z.string(),
  quantity: z.string(),
  calculated_at: z.string(),
  ...carriedFields('catalog_object_type is_estimated'),
})

/** The fields that say who changed stock, which are carried without being read. */
export const UNREAD_CHANGE = 'catalog_object_type reference_id source employee_id team_member_id'

/** How much somebody counted at a location. */
export const WirePhysicalCount = z.object({
  id: z.string(),
  catalog_object_id: z.string(),
  location_id: z.string(),
  state: z.string(),
  quantity: z.string(),
  occurred_at: z.string(),
  created_at: z.unknown().optional(),
  ...carriedFields(UNREAD_CHANGE),
})

/** The fields of an adjustment that are carried without being read. */
export const UNREAD_ADJUSTMENT =
  'total_price_money refund_id purchase_order_id goods_receipt_id adjustment_group catalog_object_type source employee_id team_member_id'

/** A quantity that went from one state into another, at one location. */
export const WireAdjustment = z.object({
  id: z.string(),
  catalog_object_id: z.string(),
  location_id: z.string(),
  from_state: InventoryState,
  to_state: InventoryState,
  quantity: z.string(),
  occurred_at: z.string(),
  created_at: z.string(),
  transaction_id: text,
  reference_id: text,
  ...carriedFields(UNREAD_ADJUSTMENT),
})
export type WireAdjustment = z.infer<typeof WireAdjustment>

/** A quantity that went from one location to another. */
export const WireTransfer = z.object({
  id: z.string(),
  catalog_object_id: z.string(),
  from_location_id: z.string(),
  to_location_id: z.string(),
  quantity: z.string(),
  occurred_at: z.string(),
  created_at: z.string(),
  state: z.unknown().optional(),
  ...carriedFields(UNREAD_CHANGE),
})
