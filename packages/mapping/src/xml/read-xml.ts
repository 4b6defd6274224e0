import type { Result } from 'neverthrow'
import type { z } from 'zod'
import { setOwn } from '../wire/json.js'
import { parseXml, type XmlElement, type XmlFailure } from './parse-xml.js'
import { shapeOf, type XmlShape } from './xml-shape.js'

/** What an XML document is to a mapping: text, documents and lists of them. */
export type XmlValue = string | XmlDocument | readonly XmlValue[]

/** An element that has more than text: its attributes, its children by name, its text. */
export interface XmlDocument {
  readonly [key: string]: XmlValue
}

/**
 * Reads XML as the document that a wire schema describes: `{ root: … }`.
 *
 * An element is an object: attributes under `@name`, children under their names with the prefix as
 * written, text under `#text`. What the schema has as text, and what it does not know and has text
 * alone, is that text; attributes of such an element stand beside it, `Amount` and
 * `Amount@Currency`. A child is a list where the schema says so, also a single one, and where it
 * comes more than once.
 *
 * Not kept are comments, processing instructions, the order of children with different names, where
 * between children text stands, and space that only lays out. No document type is read, so there
 * are no entities but those of XML itself. Up to 64 levels and 5 Mi characters. Never throws.
 */
export function readXml(text: string, wire: z.ZodObject): Result<XmlDocument, XmlFailure> {
  return parseXml(text).map((root) => {
    const document = {}
    putChild(document, [root], { name: root.name, shape: shapeOf(wire, root.name) })
    return document
  })
}

interface Child {
  readonly name: string
  readonly shape: XmlShape
}

function putChild(parent: object, elements: readonly XmlElement[], { name, shape }: Child): void {
  const [first] = elements
  if (shape.isList || elements.length > 1 || first === undefined) {
    setOwn(
      parent,
      name,
      elements.map((element) => elementValue(element, shape)),
    )
    return
  }
  if (!isText(first, shape) || !shape.isKnown) {
    setOwn(parent, name, elementValue(first, shape))
    return
  }
  setOwn(parent, name, first.text)
  for (const [attribute, value] of first.attributes) setOwn(parent, `${name}@${attribute}`, value)
}

/** Whether an element is text to the schema, whatever its attributes. */
function isText({ children }: XmlElement, { object }: XmlShape): boolean {
  return object === undefined && children.length === 0
}

function elementValue(element: XmlElement, shape: XmlShape): XmlValue {
  const isPlain = isText(element, shape) && element.attributes.length === 0
  return isPlain ? element.text : documentOf(element, shape)
}

function documentOf(element: XmlElement, { object }: XmlShape): XmlDocument {
  const document = {}
  for (const [name, value] of element.attributes) setOwn(document, `@${name}`, value)
  for (const [name, elements] of byName(element.children)) {
    putChild(document, elements, { name, shape: shapeOf(object, name) })
  }
  if (!isLayout(element, object)) setOwn(document, '#text', element.text)
  return document
}

function byName(children: readonly XmlElement[]): Map<string, XmlElement[]> {
  const named = new Map<string, XmlElement[]>()
  for (const child of children) {
    const same = named.get(child.name)
    if (same === undefined) named.set(child.name, [child])
    else same.push(child)
  }
  return named
}

/** Whether the text of an element is nothing, or only lays out its children. */
function isLayout({ text, children }: XmlElement, object: z.ZodObject | undefined): boolean {
  if (/[^ \t\r\n]/.test(text)) return false
  const hasText = object === undefined || Object.hasOwn(object.shape, '#text')
  return text === '' || children.length > 0 || !hasText
}
