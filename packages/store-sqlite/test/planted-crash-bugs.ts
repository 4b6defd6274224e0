import type { CrashProblem } from '@canonry/sync/testing/crash'

/** What stores do wrong when processes die, and what a crash run finds of it. */
export const plantedCrashBugs = {
  'answers before it writes': 'lost',
  'takes workers that live for dead': 'overlapping',
  'hands over what was being sent as not sent': 'resent',
} as const satisfies Record<string, CrashProblem['kind']>

export type PlantedCrashBug = keyof typeof plantedCrashBugs
