import { err, ok, type Result } from 'neverthrow'
import { SaxesParser } from 'saxes'
import { endOfXmlText, isXmlText } from './xml-text.js'

/** An element as it is written: attributes and children in order, and all of its text. */
export interface XmlElement {
  readonly name: string
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly children: readonly XmlElement[]
  readonly text: string
}

/** Why a text was not read as XML. The text is never quoted. */
export type XmlFailure =
  /** Not well-formed. Lines are counted from 1, columns from 0. */
  | {
      readonly kind: 'not-xml'
      readonly message: string
      readonly line: number
      readonly column: number
    }
  /** A document type, which could define entities: none is ever read. */
  | { readonly kind: 'document-type'; readonly line: number }
  | { readonly kind: 'too-deep'; readonly depth: number }
  | { readonly kind: 'too-large'; readonly limit: number }

/** How deep elements may be nested. */
export const DEEPEST_XML = 64
/** The largest document, in UTF-16 units. */
const LARGEST_XML = 5 * 1024 * 1024

interface OpenElement extends XmlElement {
  readonly children: XmlElement[]
  text: string
}

/**
 * Reads the root element of a document.
 *
 * Comments, processing instructions and the declaration are not kept. The five entities of XML and
 * character references are all that is replaced.
 */
export function parseXml(text: string): Result<XmlElement, XmlFailure> {
  if (text.length > LARGEST_XML) return err({ kind: 'too-large', limit: LARGEST_XML })
  // the parser takes half a surrogate pair together with whatever follows it
  if (!isXmlText(text)) return err(foreignCharacter(text))
  const parser = new SaxesParser({ xmlns: false })
  const top: OpenElement = { name: '', attributes: [], children: [], text: '' }
  const open = [top]
  const addText = (piece: string) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += piece
  }
  parser.on('error', ({ message }) => {
    const { line, column } = parser
    throw new Stopped({ kind: 'not-xml', message: reasonOf(message), line, column })
  })
  parser.on('doctype', () => {
    throw new Stopped({ kind: 'document-type', line: parser.line })
  })
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > DEEPEST_XML) throw new Stopped({ kind: 'too-deep', depth: DEEPEST_XML })
    open.push({ name, attributes: Object.entries(attributes), children: [], text: '' })
  })
  parser.on('closetag', () => {
    const element = open.pop()
    if (element !== undefined) open.at(-1)?.children.push(element)
  })
  const failure = failureOf(() => parser.write(text).close())
  const [root] = top.children
  return failure === undefined && root !== undefined ? ok(root) : err(failure ?? NO_ROOT)
}

/** Ends the parser, which would tell of every further mistake: a long text of them takes minutes. */
class Stopped extends Error {
  readonly failure: XmlFailure
  constructor(failure: XmlFailure) {
    super(failure.kind)
    this.failure = failure
  }
}

function failureOf(parse: () => unknown): XmlFailure | undefined {
  try {
    parse()
    return undefined
  } catch (stopped) {
    if (stopped instanceof Stopped) return stopped.failure
    throw stopped
  }
}

const NO_ROOT: XmlFailure = { kind: 'not-xml', message: 'no root element', line: 1, column: 0 }

function foreignCharacter(text: string): XmlFailure {
  const before = text.slice(0, endOfXmlText(text)).split('\n')
  const column = before.at(-1)?.length ?? 0
  return { kind: 'not-xml', message: 'disallowed character', line: before.length, column }
}

// the parser says where and why, and names what it found behind a colon
function reasonOf(message: string): string {
  const [reason = message] = message.replace(/^\d+:\d+: /, '').split(/[:.]/)
  return reason
}
