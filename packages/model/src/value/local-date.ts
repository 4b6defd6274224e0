import { z } from 'zod'

/** A calendar day without time or zone: `2026-11-24` (ISO 8601). Text order is day order. */
export const LocalDate = z.iso
  .date()
  .describe('A calendar day without time or zone (ISO 8601): `2026-11-24`.')
export type LocalDate = z.infer<typeof LocalDate>

/** A time of day without a zone, to the minute: `04:00`. */
export const LocalTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
  .describe('A time of day without zone, to the minute: `04:00`.')
export type LocalTime = z.infer<typeof LocalTime>

const DAY_MS = 86_400_000

/** The day so many calendar days later, or earlier for a negative number. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return localDateOf(Date.parse(date) + days * DAY_MS)
}

/** The calendar days from `a` to `b`. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return (Date.parse(b) - Date.parse(a)) / DAY_MS
}

/** The day on which a clock stands whose reading is so many milliseconds after 1970-01-01T00:00. */
export function localDateOf(wallMs: number): LocalDate {
  return new Date(wallMs).toISOString().split('T')[0] as string
}
