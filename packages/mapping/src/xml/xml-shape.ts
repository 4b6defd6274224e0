import { z } from 'zod'

/** What a wire schema says of an element: one of text, or of more, and whether it is a list. */
export interface XmlShape {
  readonly isList: boolean
  /** The schema of an element that has attributes or children; `undefined` for any other. */
  readonly object: z.ZodObject | undefined
  /** Whether the schema knows the element at all. */
  readonly isKnown: boolean
}

const UNKNOWN: XmlShape = { isList: false, object: undefined, isKnown: false }

/** The shape of a child element in the schema of its parent. */
export function shapeOf(parent: z.ZodObject | undefined, name: string): XmlShape {
  const shape = parent?.shape
  if (shape === undefined || !Object.hasOwn(shape, name)) return UNKNOWN
  const field = unwrapped(shape[name] as z.ZodType)
  const isList = field instanceof z.ZodArray
  const item = isList ? unwrapped(field.element as z.ZodType) : field
  return { isList, object: item instanceof z.ZodObject ? item : undefined, isKnown: isKnown(item) }
}

// what may be anything is read as if nothing were said
function isKnown(schema: z.ZodType): boolean {
  return !(schema instanceof z.ZodUnknown || schema instanceof z.ZodAny)
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const isWrapper =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodLazy
  return isWrapper ? unwrapped(schema.unwrap() as z.ZodType) : schema
}
