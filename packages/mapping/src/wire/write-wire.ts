import { WireNumber } from './wire-number.js'

/**
 * Writes a value as JSON text; a {@link WireNumber} comes out with the very digits it was read with.
 *
 * Fields that are `undefined` are left out, as `JSON.stringify` does it. A value that contains
 * itself is a bug and throws.
 */
export function writeWire(value: unknown): string {
  return holdsWireNumber(value) ? write(value) : (JSON.stringify(value) ?? 'null')
}

function holdsWireNumber(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (value instanceof WireNumber) return true
  if (Array.isArray(value)) return value.some(holdsWireNumber)
  for (const key in value) {
    if (holdsWireNumber(value[key as keyof typeof value])) return true
  }
  return false
}

function write(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (value instanceof WireNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${write(field)}`).join(',')}}`
}
