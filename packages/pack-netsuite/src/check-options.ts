import { LocalDate } from '@canonry/model'
import type { z } from 'zod'
import type { NetsuiteOptions } from './connector/options.js'
import { NetsuiteProfile } from './profile.js'

/** The profile of a connection with its defaults; throws for options that cannot be used, and names them. */
export function checkedOptions({
  id,
  account,
  profile,
  movesFrom,
}: NetsuiteOptions): NetsuiteProfile {
  if (!/^[\w-]+$/.test(account)) {
    throw new Error(`the account of "${id}" is its id alone, such as 1234567 or 1234567_SB1`)
  }
  if (!LocalDate.optional().safeParse(movesFrom).success) {
    throw new Error(`movesFrom of "${id}" is no day: write it as 2026-11-27`)
  }
  if (profile === undefined) throw unusable(id, ['it is missing'])
  const read = NetsuiteProfile.safeParse(profile)
  if (read.success) return read.data
  throw unusable(id, read.error.issues.map(lineOf))
}

function unusable(id: string, lines: readonly string[]): Error {
  return new Error([`the profile of "${id}" cannot be used:`, ...lines].join('\n  '))
}

function lineOf(issue: z.core.$ZodIssue): string {
  const message =
    issue.code === 'invalid_key' ? (issue.issues.at(-1)?.message ?? issue.message) : issue.message
  return issue.path.length === 0 ? message : `${issue.path.map(String).join('.')}: ${message}`
}
