import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { z } from 'zod'

/** An intent's body as the entity that it must be; says where it is not, never what stands there. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): Result<T, Failure> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return ok(parsed.data)
  const places = parsed.error.issues.map(({ path, code }) => `/${path.join('/')} (${code})`)
  const message = `the intent holds no valid entity: ${places.join(', ')}`
  return err({ kind: 'contract.invalid', message })
}
