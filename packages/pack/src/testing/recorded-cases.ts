import type { Finding } from '@canonry/model'
import { decodeResource, type Resource } from '../resource.js'
import type { OpenCase } from './contract-case.js'
import { contextOf, type PackSubject, type RecordedDocument } from './contract-subject.js'

/** What is read from recorded documents is sound: no error, and no invariant of the model broken. */
export function recordedCases(subject: PackSubject): readonly OpenCase[] {
  return Object.values(subject.pack.resources).map((resource) => {
    const { recorded = [] } = subject.resources?.[resource.name] ?? {}
    return {
      name: `${resource.name} reads recorded documents without errors or findings`,
      ...(recorded.length === 0 ? { skip: 'no recorded documents are given' } : {}),
      run: (allows) => {
        const problems = recorded.flatMap((document) =>
          problemsOf(subject, { resource, document }).filter(
            ({ code, path }) => !allows(code) && !allows(`${code}${path}`),
          ),
        )
        if (problems.length > 0) throw new Error(printProblems(problems))
        return `${recorded.length} recorded documents`
      },
    }
  })
}

interface Problem extends Pick<Finding, 'code' | 'path' | 'message'> {
  readonly document: string
}

function problemsOf(
  subject: PackSubject,
  { resource, document }: { readonly resource: Resource; readonly document: RecordedDocument },
): readonly Problem[] {
  const name = document.name
  return decodeResource(resource, document.wire, contextOf(subject)).match(
    (parts) =>
      parts.flatMap(({ entity, findings }) =>
        findings.map(({ code, path, message }) => ({
          document: `${name}, ${entity}`,
          code,
          path,
          message,
        })),
      ),
    (errors) =>
      errors.map(({ rule, code, expected, found, wire, entity }) => ({
        document: name,
        code,
        path: wire,
        message: `"${rule}" for ${entity} expected ${expected}, found ${found}`,
      })),
  )
}

const MOST_SHOWN = 20

function printProblems(problems: readonly Problem[]): string {
  const lines = problems
    .slice(0, MOST_SHOWN)
    .map(({ document, code, path, message }) => `  ${document}: ${code} at ${path}: ${message}`)
  const others = problems.length - lines.length
  return [
    `${problems.length} problems in recorded documents:`,
    ...lines,
    ...(others === 0 ? [] : [`  and ${others} more`]),
    'Correct the mapping, or exempt a code with a reason where the source itself is wrong.',
  ].join('\n')
}
