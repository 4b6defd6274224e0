import type { Handle } from '@canonry/mapping'
import { z } from 'zod'

/** The schema of fields that are carried without being read, named in one text. */
export function carriedFields<const T extends string>(names: T): Carried<T> {
  const fields = namesIn(names).map((name) => [name, z.unknown().optional()])
  return Object.fromEntries(fields) as Carried<T>
}

type Carried<T extends string> = { readonly [N in Names<T>]: z.ZodOptional<z.ZodUnknown> }

type Names<T extends string> = T extends `${infer A} ${infer B}` ? A | Names<B> : T

/** The places of carried fields, as `preserve` takes them. */
export function carriedIn($: object, names: string): readonly Handle<unknown>[] {
  const fields = $ as Readonly<Record<string, Handle<unknown>>>
  return namesIn(names).map((name) => fields[name] as Handle<unknown>)
}

function namesIn(names: string): readonly string[] {
  return names.split(' ')
}
