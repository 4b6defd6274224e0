import { existsSync, readdirSync } from 'node:fs'
import type { OpenCase } from './contract-case.js'
import type { PackSubject } from './contract-subject.js'

/**
 * Everything that is given is looked at: proof of what the pack does not have, under an old name or a
 * misspelt one, would be left out, and nobody would miss it.
 */
export function givenCases(subject: PackSubject): readonly OpenCase[] {
  return [
    {
      name: 'is given nothing that would not be looked at',
      run: () => {
        const unseen = [...unseenProofs(subject), ...unseenGoldens(subject)]
        if (unseen.length > 0) throw new Error(unseen.join('\n'))
        return undefined
      },
    },
  ]
}

function unseenProofs({ pack, resources = {} }: PackSubject): readonly string[] {
  return Object.entries(resources).flatMap(([name, { parts = {} }]) => {
    const resource = Object.hasOwn(pack.resources, name) ? pack.resources[name] : undefined
    if (!resource) return [`\`resources\`: ${pack.system} has no ${name}, ${known(pack)}`]
    const entities = resource.parts.map(({ entity }) => entity)
    return Object.keys(parts)
      .filter((part) => !entities.some((entity) => entity === part))
      .map((part) => `\`parts\`: ${name} has no ${part}, it has ${entities.join(', ')}`)
  })
}

function unseenGoldens({ pack, goldens }: PackSubject): readonly string[] {
  if (goldens === undefined) return []
  if (!existsSync(goldens)) return [`\`goldens\`: there is no folder ${goldens}`]
  const folders = readdirSync(goldens, { withFileTypes: true }).filter((file) => file.isDirectory())
  const unknown = folders.filter(({ name }) => !Object.hasOwn(pack.resources, name))
  const unseen = unknown.map(
    ({ name }) => `\`goldens\`: no resource is called ${name}, ${known(pack)}`,
  )
  return folders.length > 0 ? unseen : [`\`goldens\`: nothing lies in ${goldens}`]
}

function known({ resources }: PackSubject['pack']): string {
  return `it has ${Object.keys(resources).join(', ')}`
}
