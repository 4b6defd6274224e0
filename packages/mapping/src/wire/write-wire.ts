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

// texts are put together as they come: a list of them for each object costs more than the printing
function write(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (value instanceof WireNumber) return value.text
  return Array.isArray(value) ? writeList(value) : writeFields(value)
}

function writeList(list: readonly unknown[]): string {
  let text = '['
  for (let index = 0; index < list.length; index += 1) {
    text += index === 0 ? write(list[index]) : `,${write(list[index])}`
  }
  return `${text}]`
}

function writeFields(object: object): string {
  let text = ''
  for (const key of Object.keys(object)) {
    const field: unknown = object[key as keyof typeof object]
    if (field === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${write(field)}`
  }
  return `{${text}}`
}
