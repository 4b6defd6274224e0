import type { ContractCase } from './contract-case.js'
import type { Exemption, PackSubject } from './contract-subject.js'
import { packContract } from './pack-contract.js'

/** What became of one case. */
export interface CaseReport {
  readonly name: string
  readonly state: 'held' | 'skipped' | 'broken'
  /** What was looked at, why it was skipped, or how it is broken. */
  readonly words?: string
}

/** What became of all cases of a pack. */
export interface ContractReport {
  readonly system: string
  readonly cases: readonly CaseReport[]
  readonly exemptions: readonly Exemption[]
  readonly counts: Readonly<Record<CaseReport['state'], number>>
}

/** Runs the contract of a pack without a test runner, and reports on every case. */
export async function reportContract(subject: PackSubject): Promise<ContractReport> {
  const cases: CaseReport[] = []
  for (const { name, skip, measure } of packContract(subject)) {
    cases.push(
      skip === undefined ? await tried(name, measure) : { name, state: 'skipped', words: skip },
    )
  }
  const counts = { held: 0, skipped: 0, broken: 0 }
  for (const { state } of cases) counts[state] += 1
  return { system: subject.pack.system, cases, exemptions: subject.exemptions ?? [], counts }
}

async function tried(name: string, measure: ContractCase['measure']): Promise<CaseReport> {
  try {
    const words = await measure()
    return { name, state: 'held', ...(words === undefined ? {} : { words }) }
  } catch (problem) {
    const words = problem instanceof Error ? problem.message : String(problem)
    return { name, state: 'broken', words }
  }
}

const SIGNS = { held: '✓', skipped: '–', broken: '✗' } as const

/** A report as text: a line per case, what is broken in full, and every exemption with its reason. */
export function printContractReport({ system, cases, exemptions, counts }: ContractReport): string {
  const lines = cases.map((found) => `${SIGNS[found.state]} ${found.name}${printWords(found)}`)
  const exempt = exemptions.map(
    ({ case: name, of = ['the whole case'], reason }) => `  ${name}: ${of.join(', ')}: ${reason}`,
  )
  const { held, skipped, broken } = counts
  return [
    `The contract of ${system}: ${held} held, ${skipped} skipped, ${broken} broken`,
    ...lines,
    ...(exempt.length === 0 ? [] : ['Exemptions:', ...exempt]),
  ].join('\n')
}

// the name of a skipped case has its words
function printWords({ state, words }: CaseReport): string {
  if (words === undefined || state === 'skipped') return ''
  return state === 'broken' ? `\n${indented(words)}` : ` (${words})`
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
}
