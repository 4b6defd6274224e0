import { isJsonObject, setOwn } from '../wire/json.js'

/** Keys and indexes from the root of a JSON value to a place in it. */
export type Steps = readonly (string | number)[]

/** All places of a JSON value, the root included. */
export function allPlaces(value: unknown, steps: Steps = []): Steps[] {
  const inner = Array.isArray(value)
    ? value.flatMap((item, index) => allPlaces(item, [...steps, index]))
    : isJsonObject(value)
      ? Object.entries(value).flatMap(([key, field]) => allPlaces(field, [...steps, key]))
      : []
  return [steps, ...inner]
}

/** The value at a place. */
export function valueAtPlace(value: unknown, steps: Steps): unknown {
  return steps.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], value)
}

/** The same JSON value with another value at one place. */
export function changePlace(value: unknown, steps: Steps, changed: unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return changed
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === step ? changePlace(item, rest, changed) : item))
  }
  const copy = { ...(value as object) }
  setOwn(copy, String(step), changePlace(copy[step as keyof typeof copy], rest, changed))
  return copy
}
