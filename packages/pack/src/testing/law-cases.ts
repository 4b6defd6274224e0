import { mappingLaws } from '@canonry/mapping/testing'
import type { OpenCase } from './contract-case.js'
import { type MappingProof, mappingProofs, type PackSubject } from './contract-subject.js'

/** The laws of every mapping, over recorded and generated documents and entities. */
export function lawCases(subject: PackSubject): readonly OpenCase[] {
  return mappingProofs(subject).flatMap(casesOf)
}

function casesOf({ subjects }: MappingProof): OpenCase[] {
  return mappingLaws.map((law) => ({
    name: `${subjects[0]?.name} keeps ${law.name}`,
    isRandom: true,
    run: (allows) => {
      const tally = { made: 0, refused: 0 }
      for (const subject of subjects) law.run({ ...subject, tally, allows })
      refuseWaste(tally)
      const recorded = subjects.reduce((sum, { wire }) => sum + (wire as unknown[]).length, 0)
      return `${recorded} recorded documents; ${tally.made} values generated, ${tally.refused} of no use`
    },
  }))
}

const MOST_REFUSED = 0.9

function refuseWaste({ made, refused }: { readonly made: number; readonly refused: number }): void {
  if (refused <= made * MOST_REFUSED) return
  throw new Error(
    `${refused} of ${made} generated values are of no use: say in \`overrides\` what may stand where`,
  )
}
