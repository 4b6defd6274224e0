import { listPersonalData, type PersonalData } from '@canonry/model'
import type { z } from 'zod'

const STRICTEST: readonly PersonalData[] = ['sensitive', 'direct', 'pseudonymous']

/**
 * How personal the values at canonical places are: by their own mark or that of what is around, else
 * the strictest of what is inside.
 */
export function personalClasses(
  canonical: z.ZodObject,
): (pointer: string) => PersonalData | undefined {
  const marks = Object.entries(listPersonalData(canonical))
  return (pointer) => {
    const around = marks.find(([path]) => `${pointer}/`.startsWith(`${path}/`))
    if (around) return around[1]
    const inside = marks.filter(([path]) => path.startsWith(`${pointer}/`))
    return STRICTEST.find((name) => inside.some(([, mark]) => mark === name))
  }
}
