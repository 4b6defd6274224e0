import { type EntityName, entities, escapePointer, type Finding, refKey } from '@canonry/model'
import { err, ok, type Result } from 'neverthrow'
import type { Effect } from '../effects/effect.js'

/**
 * A corrected body, if it is a sound entity of the effect's kind.
 *
 * It must keep its names, have the shape of the entity and nothing beside, and break no invariant that
 * the body before kept.
 */
export function checkFix(
  { entity, body }: Pick<Effect, 'entity' | 'body'>,
  fix: unknown,
): Result<unknown, readonly Finding[]> {
  const json = jsonOf(fix)
  if (json === undefined) return err([NO_JSON])
  const parsed = entities[entity].schema.safeParse(json)
  if (!parsed.success) {
    return err(
      parsed.error.issues.map(({ code, path, message }) => ({
        code,
        path: path.map((part) => `/${String(part)}`).join(''),
        message,
      })),
    )
  }
  const problems = [
    ...dropped(json, parsed.data),
    ...renamed(body, parsed.data),
    ...newlyBroken(entity, [body, parsed.data]),
  ]
  return problems.length > 0 ? err(problems) : ok(parsed.data)
}

const NO_JSON: Finding = { code: 'not-json', path: '', message: 'JSON cannot hold the fix' }

function jsonOf(fix: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(fix))
  } catch {
    return undefined
  }
}

// whoever misspells a field would be told that it was corrected
function dropped(fix: unknown, taken: unknown): Finding[] {
  const message = 'the entity has no such field: correct its name, or leave it out'
  return lostPaths(fix, taken).map((path) => ({ code: 'unknown-field', path, message }))
}

function lostPaths(given: unknown, taken: unknown, path = ''): string[] {
  if (typeof given !== 'object' || given === null) return []
  const kept = new Map(Object.entries(taken as object))
  return Object.entries(given).flatMap(([key, value]) => {
    const place = `${path}/${escapePointer(key)}`
    return kept.has(key) ? lostPaths(value, kept.get(key), place) : [place]
  })
}

function renamed(before: unknown, after: unknown): Finding[] {
  if (namesOf(before) === namesOf(after)) return []
  const message = 'a fix keeps the refs of the entity: correct anything else'
  return [{ code: 'refs-changed', path: '/refs', message }]
}

function namesOf(body: unknown): string {
  const { refs = [] } = body as { refs?: readonly Parameters<typeof refKey>[0][] }
  return refs.map(refKey).sort().join('|')
}

function newlyBroken(
  entity: EntityName,
  [before, after]: readonly [unknown, unknown],
): readonly Finding[] {
  const check = entities[entity].check as (body: unknown) => readonly Finding[]
  const known = new Set(check(before).map(nameOf))
  return check(after).filter((finding) => !known.has(nameOf(finding)))
}

function nameOf({ code, path }: Finding): string {
  return `${code}|${path}`
}
