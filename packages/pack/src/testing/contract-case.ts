import type { Exemption, PackSubject } from './contract-subject.js'

/** One promise of a pack: data, so that any test runner can loop over them. */
export interface ContractCase {
  readonly name: string
  /** Why it is not tried: it does not apply, or the pack is exempt. */
  readonly skip?: string
  /** Throws where the promise is broken; what it gives back says what was looked at. */
  run(): CaseNote | Promise<CaseNote>
}

/** What a case has looked at, in words. */
export type CaseNote = string | undefined

/** A case before exemptions. */
export interface OpenCase extends Omit<ContractCase, 'run'> {
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
  const own = exemptions.filter((exemption) => open.name.startsWith(exemption.case))
  const whole = own.find(({ of }) => of === undefined)
  const skip = open.skip ?? (whole && `exempt: ${whole.reason}`)
  const name = open.name
  return {
    name,
    ...(skip === undefined ? {} : { skip }),
    run: async () => {
      const wanted = new Set(own.flatMap(({ of = [] }) => of))
      const unused = new Set(wanted)
      const note = await open.run((what) => {
        const allowed = [...wanted].find((pattern) => covers(pattern, what))
        if (allowed === undefined) return false
        unused.delete(allowed)
        return true
      })
      if (unused.size > 0) throw new Error(`not needed, take the exemption out: ${[...unused]}`)
      const exempt = own.map(({ of = [], reason }) => `exempt ${of.join(', ')}: ${reason}`)
      return [note, ...exempt].filter(Boolean).join('; ') || undefined
    },
  }
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
  return {
    name: 'every exemption names a case and gives a reason',
    run: () => {
      for (const { case: name, reason } of exemptions) {
        if (reason.trim() === '') throw new Error(`the exemption from "${name}" has no reason`)
        if (!cases.some((each) => each.name.startsWith(name))) {
          throw new Error(`there is no case "${name}" to be exempt from`)
        }
      }
      return exemptions.length === 0 ? undefined : `${exemptions.length} exemptions`
    },
  }
}
