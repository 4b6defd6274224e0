import { asyncApi, type EntityName, entities } from '@canonry/model'
import type { CommandResult } from './check-command.js'

/** Prints the AsyncAPI document of the canonical events of entities; of all, if none is named. */
export function eventsCommand({
  names,
  address,
}: {
  readonly names: readonly string[]
  readonly address: string
}): CommandResult {
  const strange = names.find((name) => !Object.hasOwn(entities, name))
  if (strange !== undefined) {
    const known = Object.keys(entities).join(', ')
    return { output: `there is no entity "${strange}": there are ${known}`, exitCode: 2 }
  }
  const told = names.length > 0 ? { entities: names as readonly EntityName[] } : {}
  const document = asyncApi({ title: 'Canonical events', version: '1.0.0', address, ...told })
  return { output: JSON.stringify(document, null, 2), exitCode: 0 }
}
