import type { Handle } from '@canonry/mapping'
import { z } from 'zod'

/** Fields of a record that no rule reads: carried as they are, or of no meaning here and why. */
export interface Unread {
  readonly preserved: readonly string[]
  readonly ignored: readonly (readonly [reason: string, fields: readonly string[]])[]
}

/** Field names written as one text, separated by space. */
export function fieldsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter(Boolean)
}

/** The wire schema of fields that no rule reads. */
export function unreadSchema({ preserved, ignored }: Unread): object {
  const names = [...preserved, ...ignored.flatMap(([, fields]) => fields)]
  return Object.fromEntries(names.map((name) => [name, z.unknown().optional()]))
}

/** The places of the fields that are carried as they are. */
export function preservedIn($: object, { preserved }: Unread): readonly Handle<unknown>[] {
  return preserved.map((name) => fieldIn($, name))
}

/** The places of the fields that say nothing here, each with the reason. */
export function ignoredIn(
  $: object,
  { ignored }: Unread,
): readonly (readonly [Handle<unknown>, string])[] {
  return ignored.flatMap(([reason, fields]) =>
    fields.map((name) => [fieldIn($, name), reason] as const),
  )
}

function fieldIn($: object, name: string): Handle<unknown> {
  return ($ as Readonly<Record<string, Handle<unknown>>>)[name] as Handle<unknown>
}

/** What another record type says beside what is read: the same, but for some fields and some more. */
export function unreadLike(
  { preserved, ignored }: Unread,
  change: { readonly without: readonly string[] } & Partial<Unread>,
): Unread {
  const without = new Set(change.without)
  const kept = (fields: readonly string[]) => fields.filter((name) => !without.has(name))
  return {
    preserved: [...kept(preserved), ...(change.preserved ?? [])],
    ignored: [
      ...ignored
        .map(([reason, fields]) => [reason, kept(fields)] as const)
        .filter(([, fields]) => fields.length > 0),
      ...(change.ignored ?? []),
    ],
  }
}
