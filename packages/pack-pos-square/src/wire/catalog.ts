import { z } from 'zod'
import { carriedFields } from './carried.js'

const text = z.string().nullish()

/** The fields of a variation that are carried without being read. */
export const UNREAD_VARIATION_DATA =
  'ordinal pricing_type price_money location_overrides inventory_alert_type inventory_alert_threshold user_data service_duration available_for_booking item_option_values sellable stockable image_ids team_member_ids stockable_conversion'

/** The fields of any catalogue object that are carried without being read. */
export const UNREAD_OBJECT =
  'type version is_deleted custom_attribute_values catalog_v1_ids present_at_all_locations present_at_location_ids absent_at_location_ids'

/** What a catalogue object would hold if it were of another type. */
export const OTHER_TYPES =
  'category_data tax_data discount_data modifier_list_data modifier_data time_period_data product_set_data pricing_rule_data image_data measurement_unit_data subscription_plan_data item_option_data item_option_value_data custom_attribute_definition_data quick_amounts_settings_data subscription_plan_variation_data availability_period_data'

/** A variation of an item. */
export const WireVariation = z.object({
  id: z.string(),
  updated_at: text,
  item_variation_data: z.object({
    item_id: text,
    name: text,
    sku: text,
    upc: text,
    track_inventory: z.boolean().nullish(),
    measurement_unit_id: text,
    ...carriedFields(UNREAD_VARIATION_DATA),
  }),
  item_data: z.unknown().optional(),
  ...carriedFields(UNREAD_OBJECT),
  ...carriedFields(OTHER_TYPES),
})

/** The fields of an item that are carried without being read. */
export const UNREAD_ITEM_DATA =
  'abbreviation label_color is_taxable category_id tax_ids modifier_list_info variations product_type skip_modifier_screen item_options ecom_uri ecom_image_uris image_ids sort_name description_html description_plaintext channels ecom_seo_data food_and_beverage_details reporting_category is_alcoholic'

/** A category that an item stands in. */
export const WireCategory = z.object({ id: z.string().min(1), ...carriedFields('ordinal') })

/** An item of the catalogue, with its variations. */
export const WireItem = z.object({
  id: z.string(),
  updated_at: text,
  item_data: z.object({
    name: z.string(),
    description: text,
    categories: z.array(WireCategory).nullish(),
    is_archived: z.boolean().nullish(),
    ...carriedFields(UNREAD_ITEM_DATA),
  }),
  item_variation_data: z.unknown().optional(),
  ...carriedFields(UNREAD_OBJECT),
  ...carriedFields(OTHER_TYPES),
})
