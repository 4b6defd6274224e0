import { z } from 'zod'
import { carriedFields } from './carried.js'

const text = z.string().nullish()

/** A unit of measure: exactly one of its kinds is set. */
export const WireMeasurementUnit = z.object({
  custom_unit: z.object({ name: z.string(), abbreviation: z.string() }).nullish(),
  area_unit: text,
  length_unit: text,
  volume_unit: text,
  weight_unit: text,
  generic_unit: text,
  time_unit: text,
  ...carriedFields('type'),
})
export type WireMeasurementUnit = z.infer<typeof WireMeasurementUnit>
