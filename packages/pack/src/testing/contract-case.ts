import type { Exemption, PackSubject } from './contract-subject.js'

/** One promise of a pack: data, so that any test runner can loop over them. */
export interface ContractCase {
  /** What is promised; with the reason behind it where it is not tried. */
  readonly name: string
  /** Why it is not tried: it does not apply, or the pack is exempt. */
  readonly skip?: string
  /** Throws where the promise is broken, with everything that leads to the fix. */
  readonly run: () => Promise<void>
  /** Runs it, and says what was looked at. */
  readonly measure: () => Promise<CaseNote>
}

/** What a case has looked at, in words. */
export type CaseNote = string | undefined

/** A case before exemptions. */
export interface OpenCase extends Pick<ContractCase, 'name' | 'skip'> {
  /** Whether chance decides what it looks at, so that an exemption may not be needed today. */
  readonly isRandom?: true
  /** `allows` says whether a pointer or a code is exempt. */
  run(allows: Allows): CaseNote | Promise<CaseNote>
}

/** Whether a pointer or a code is exempt within a case. */
export type Allows = (what: string) => boolean

/** The cases with what the subject is exempt from; an exemption that is not needed breaks its case. */
export function withExemptions(
  cases: readonly OpenCase[],
  { exemptions = [] }: PackSubject,
): readonly ContractCase[] {
  return [...cases.map((open) => closed(open, exemptions)), exemptionCase(cases, exemptions)]
}

function closed(open: OpenCase, exemptions: readonly Exemption[]): ContractCase {
  const own = exemptions.filter(
    ({ case: name }) => name.trim() !== '' && open.name.startsWith(name),
  )
  const whole = own.find(({ of }) => of === undefined)
  const skip = open.skip ?? (whole && `exempt: ${whole.reason}`)
  return caseOf({ name: open.name, skip, measure: () => measured(open, own) })
}

function caseOf({ name, skip, measure }: Measured): ContractCase {
  const run = async () => {
    await measure()
  }
  if (skip === undefined) return { name, run, measure }
  // runners print the name of what they skip, and few of them a reason
  return { name: `${name} (skipped: ${skip})`, skip, run, measure }
}

interface Measured extends Pick<ContractCase, 'name' | 'measure'> {
  readonly skip?: string | undefined
}

async function measured(open: OpenCase, own: readonly Exemption[]): Promise<CaseNote> {
  const wanted = new Set(own.flatMap(({ of = [] }) => of))
  const unused = new Set(wanted)
  const note = await open.run((what) => {
    const allowed = [...wanted].filter((pattern) => covers(pattern, what))
    for (const pattern of allowed) unused.delete(pattern)
    return allowed.length > 0
  })
  if (unused.size > 0 && !open.isRandom)
    throw new Error(`not needed, take the exemption out: ${[...unused].join(', ')}`)
  const exempt = own.map(({ of = [], reason }) => `exempt ${of.join(', ')}: ${reason}`)
  return [note, ...exempt].filter(Boolean).join('; ') || undefined
}

/** Whether a pattern, with `*` for any element, is a place or one around it. */
function covers(pattern: string, what: string): boolean {
  const [parts, tokens] = [pattern.split('/'), what.split('/')]
  return (
    parts.length <= tokens.length &&
    parts.every((part, index) => part === '*' || part === tokens[index])
  )
}

function exemptionCase(cases: readonly OpenCase[], exemptions: readonly Exemption[]): ContractCase {
  return caseOf({
    name: 'every exemption names a case and gives a reason',
    measure: async () => {
      for (const exemption of exemptions) refuseUnfounded(exemption, cases)
      return exemptions.length === 0 ? undefined : `${exemptions.length} exemptions`
    },
  })
}

function refuseUnfounded({ case: name, reason }: Exemption, cases: readonly OpenCase[]): void {
  if (name.trim() === '') throw new Error('an exemption names no case: it would mean all')
  if (reason.trim() === '') throw new Error(`the exemption from "${name}" has no reason`)
  if (cases.some((each) => each.name.startsWith(name))) return
  throw new Error(`there is no case "${name}" to be exempt from`)
}
