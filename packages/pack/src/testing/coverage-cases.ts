import { type Coverage, coverage, type Spec } from '@canonry/mapping'
import type { Resource } from '../resource.js'
import type { Allows, OpenCase } from './contract-case.js'
import type { PackSubject, ResourceProof } from './contract-subject.js'

/** Every field of the official specifications of every resource is accounted for. */
export function coverageCases(subject: PackSubject): readonly OpenCase[] {
  return Object.values(subject.pack.resources).flatMap((resource) => {
    const proof = subject.resources?.[resource.name] ?? {}
    const { specs = [] } = proof
    if (specs.length === 0) return [withoutSpec(resource)]
    return specs.map((spec) => coverageCase(resource, proof, spec))
  })
}

function withoutSpec({ name }: Resource): OpenCase {
  return {
    name: `${name} accounts for every field of its specification`,
    skip: 'no specification is given',
    run: () => undefined,
  }
}

function coverageCase({ name, parts }: Resource, { places }: ResourceProof, spec: Spec): OpenCase {
  return {
    name: `${name} accounts for every field of ${spec.title}`,
    run: (allows) => {
      const placed = places ? parts.map((part) => ({ ...part, places })) : parts
      const found = coverage({ parts: placed }, spec)
      if (found.fields.length === 0) throw new Error(`${spec.title} describes no fields`)
      refuseGaps(found, allows)
      const { mapped, preserved, ignored } = found.counts
      return `${found.fields.length} fields: ${mapped} mapped, ${preserved} preserved, ${ignored} ignored`
    },
  }
}

function refuseGaps({ fields, unknown }: Coverage, allows: Allows): void {
  const gaps = [
    ...fields
      .filter(({ state }) => state === 'unmapped')
      .map(({ pointer }) => [pointer, 'is not accounted for'] as const),
    ...unknown
      .filter(({ state }) => state === 'mapped')
      .map(
        ({ pointer }) => [pointer, 'is mapped, and the specification does not have it'] as const,
      ),
  ].filter(([pointer]) => !allows(pointer))
  if (gaps.length === 0) return
  const lines = gaps.map(([pointer, what]) => `  ${pointer} ${what}`)
  throw new Error(
    `${gaps.length} fields:\n${lines.join('\n')}\nMap a field, preserve it, or ignore it with a reason.`,
  )
}
