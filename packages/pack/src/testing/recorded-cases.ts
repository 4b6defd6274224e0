import type { Finding } from '@canonry/model'
import { decodeResource, type Resource } from '../resource.js'
import type { OpenCase } from './contract-case.js'
import { contextOf, type PackSubject, type RecordedDocument } from './contract-subject.js'

/** What is read from recorded documents is sound: no error, and no invariant of the model broken. */
export function recordedCases(subject: PackSubject): readonly OpenCase[] {
  return Object.values(subject.pack.resources).flatMap((resource) => {
    const { recorded = [] } = subject.resources?.[resource.name] ?? {}
    if (recorded.length === 0) return [withoutDocuments(resource)]
    return recorded.map((document) => ({
      name: `${resource.name} reads ${document.name} without errors or findings`,
      run: (allows) => {
        const problems = problemsOf(subject, { resource, document }).filter(
          ({ code, path }) => !allows(code) && !allows(`${code}${path}`),
        )
        if (problems.length > 0) throw new Error(printProblems(problems))
        return undefined
      },
    }))
  })
}

function withoutDocuments({ name }: Resource): OpenCase {
  return {
    name: `${name} reads recorded documents without errors or findings`,
    skip: 'no recorded documents are given',
    run: () => undefined,
  }
}

interface Problem extends Pick<Finding, 'code' | 'path' | 'message'> {
  readonly in: string
}

function problemsOf(
  subject: PackSubject,
  { resource, document }: { readonly resource: Resource; readonly document: RecordedDocument },
): readonly Problem[] {
  return decodeResource(resource, document.wire, contextOf(subject)).match(
    (parts) =>
      parts.flatMap(({ entity, findings }) =>
        findings.map(({ code, path, message }) => ({
          in: entity,
          code,
          path,
          message,
        })),
      ),
    (errors) =>
      errors.map(({ rule, code, expected, found, wire, entity }) => ({
        in: 'document',
        code,
        path: wire,
        message: `"${rule}" for ${entity} expected ${expected}, found ${found}`,
      })),
  )
}

function printProblems(problems: readonly Problem[]): string {
  const lines = problems.map(
    ({ in: where, code, path, message }) => `  ${where}: ${code} at ${path}: ${message}`,
  )
  const advice =
    'Correct the mapping, or exempt a code with a reason where the source itself is wrong.'
  return [`${problems.length} problems:`, ...lines, advice].join('\n')
}
