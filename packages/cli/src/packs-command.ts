import type { CommandResult } from './check-command.js'
import { KNOWN_PACKS } from './known-packs.js'

/** Lists packs with their resources, dialects and API versions. */
export function packsCommand({ json }: { readonly json: boolean }): CommandResult {
  const packs = KNOWN_PACKS.map(({ system, versions, resources }) => ({
    system,
    versions,
    resources: Object.values(resources).map(({ name, versions: { from, to }, parts }) => ({
      name,
      from,
      to: to ?? 'open',
      entities: parts.map(({ entity }) => entity),
    })),
  }))
  if (json) return { output: JSON.stringify(packs, null, 2), exitCode: 0 }
  const lines = packs.flatMap(({ system, versions, resources }) => [
    `${system}  (proven with ${versions.join(', ')})`,
    ...resources.map(
      ({ name, from, to, entities }) =>
        `  ${system}:${name}  ${from} to ${to}  → ${entities.join(', ')}`,
    ),
  ])
  return { output: lines.join('\n'), exitCode: 0 }
}
