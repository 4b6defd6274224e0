import { escapePointer } from '@canonry/model'
import { err, ok, type Result } from 'neverthrow'
import type { z } from 'zod'
import { isJsonObject } from '../wire/json.js'
import { DEEPEST_XML } from './parse-xml.js'
import { shapeOf } from './xml-shape.js'
import { escapeAttribute, escapeText, isXmlName, isXmlText } from './xml-text.js'

/** Why a document cannot be written as XML, and where in it, as a JSON Pointer. */
export interface UnwritableXml {
  readonly kind: /** A document has one key, that of its root element. */
    | 'not-one-root'
    /** Something other than text, an object, or a list of them. */
    | 'not-text'
    /** A character that XML cannot say, such as U+0000. */
    | 'unwritable-character'
    /** A key that is no name of an element or an attribute. */
    | 'not-a-name'
    | 'too-deep'
  readonly at: string
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/**
 * Writes a document as {@link readXml} has it, without layout.
 *
 * Children come in the order of the wire schema, and then those that it does not know in their own:
 * systems want an order, and get it from a schema that has theirs. An attribute beside an element
 * that is a list or not there is left out.
 */
export function writeXml(document: unknown, wire: z.ZodObject): Result<string, UnwritableXml> {
  const names = isJsonObject(document) ? childrenOf(document, wire) : []
  const [root] = names
  const value = isJsonObject(document) && root !== undefined ? document[root] : undefined
  if (root === undefined || names.length > 1 || Array.isArray(value)) {
    return err({ kind: 'not-one-root', at: '' })
  }
  const problems: UnwritableXml[] = []
  const place = { at: '', depth: 0, problems }
  const beside = attributesIn(document as Fields, place).get(root) ?? ''
  const text = childIn(document as Fields, { name: root, parent: wire, beside, place })
  const [problem] = problems
  return problem === undefined ? ok(`${DECLARATION}${text}\n`) : err(problem)
}

type Fields = Readonly<Record<string, unknown>>

interface Place {
  readonly at: string
  readonly depth: number
  readonly problems: UnwritableXml[]
}

interface Child {
  readonly name: string
  readonly parent: z.ZodObject | undefined
  /** Attributes that stand beside the element in its parent, as they are written. */
  readonly beside: string
  readonly place: Place
}

/** Every element under a name of the parent: none, one, or one for each item of a list. */
function childIn(fields: Fields, { name, parent, beside, place }: Child): string {
  const value = fields[name]
  const { object } = shapeOf(parent, name)
  const inner = { ...place, at: `${place.at}/${escapePointer(name)}`, depth: place.depth + 1 }
  if (!isXmlName(name)) return fail(inner, 'not-a-name')
  if (inner.depth > DEEPEST_XML) return fail(inner, 'too-deep')
  if (!Array.isArray(value)) return elementOf(value, { name, object, beside, place: inner })
  return value
    .map((item, index) => {
      const at = { ...inner, at: `${inner.at}/${index}` }
      return elementOf(item, { name, object, beside: '', place: at })
    })
    .join('')
}

interface Element {
  readonly name: string
  readonly object: z.ZodObject | undefined
  readonly beside: string
  readonly place: Place
}

function elementOf(value: unknown, { name, object, beside, place }: Element): string {
  if (typeof value === 'string') return tagged(name, beside, textIn(value, place))
  if (!isJsonObject(value)) return fail(place, 'not-text')
  const attributes = attributesIn(value, place)
  const children = childrenOf(value, object).map((child) =>
    childIn(value, { name: child, parent: object, beside: attributes.get(child) ?? '', place }),
  )
  const own = value['#text']
  const text = own === undefined ? '' : textIn(own, { ...place, at: `${place.at}/#text` })
  return tagged(name, beside + (attributes.get('') ?? ''), text + children.join(''))
}

function tagged(name: string, attributes: string, content: string): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`
}

/** The attributes among the fields, as they are written: by the element that they belong to. */
function attributesIn(fields: Fields, place: Place): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  for (const [key, value] of Object.entries(fields)) {
    const sign = key.indexOf('@')
    if (sign < 0 || value === undefined) continue
    const inner = { ...place, at: `${place.at}/${escapePointer(key)}` }
    const owner = key.slice(0, sign)
    const written = attributeOf([key.slice(sign + 1), value], inner)
    attributes.set(owner, (attributes.get(owner) ?? '') + written)
  }
  return attributes
}

function attributeOf([name, value]: readonly [string, unknown], place: Place): string {
  if (!isXmlName(name)) return fail(place, 'not-a-name')
  if (typeof value !== 'string') return fail(place, 'not-text')
  if (!isXmlText(value)) return fail(place, 'unwritable-character')
  return ` ${name}="${escapeAttribute(value)}"`
}

function textIn(value: unknown, place: Place): string {
  if (typeof value !== 'string') return fail(place, 'not-text')
  return isXmlText(value) ? escapeText(value) : fail(place, 'unwritable-character')
}

/** The names of the children, those that the schema knows first and in its order. */
function childrenOf(fields: Fields, object: z.ZodObject | undefined): readonly string[] {
  const names = Object.keys(fields).filter(
    (key) => key !== '#text' && !key.includes('@') && fields[key] !== undefined,
  )
  if (object === undefined) return names
  const own = new Set(names)
  const known = Object.keys(object.shape).filter((key) => own.has(key))
  return [...known, ...names.filter((key) => !Object.hasOwn(object.shape, key))]
}

function fail({ at, problems }: Place, kind: UnwritableXml['kind']): string {
  problems.push({ kind, at })
  return ''
}
