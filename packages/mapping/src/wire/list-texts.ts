import { endOfString } from './scan-wire.js'

/** An element of a list as it stands in a JSON text. */
export interface ElementText {
  readonly text: string
  /** What stands behind the key that was asked for in the element itself, as a text; else empty. */
  readonly name: string
}

/** Which list of a document is taken apart. */
interface Wanted {
  /** The key of the list in the document. */
  readonly list: string
  /** The key in each element whose text names it. */
  readonly name: string
}

/**
 * The elements of a list in a JSON document, each in the very characters in which it arrived: what is
 * passed on whole need not be read first. `undefined` where the document has no such list at its top.
 *
 * It only looks for where elements begin and end: whether one is JSON shows when it is read.
 */
export function listTexts(text: string, { list, name }: Wanted): ElementText[] | undefined {
  const start = beginningOf(text, list)
  return start === undefined ? undefined : elementsFrom(text, { start, name })
}

const WHITE = /[\s]*/y
const LIST = 2

// where the list under a key of the document itself begins
function beginningOf(text: string, list: string): number | undefined {
  const places = walk(text, 0)
  for (const { at, depth, key } of places) {
    if (depth !== 1 || key !== list) continue
    const value = behindColon(text, at)
    return text[value] === '[' ? value : undefined
  }
  return undefined
}

function elementsFrom(
  text: string,
  { start, name }: { readonly start: number; readonly name: string },
): ElementText[] | undefined {
  const elements: ElementText[] = []
  let from = start + 1
  let found = ''
  for (const { at, depth, key, kind } of walk(text, start)) {
    if (key === name && depth === LIST) found = textAt(text, behindColon(text, at))
    if (depth > 1 || (kind !== ',' && kind !== ']')) continue
    const element = text.slice(from, at).trim()
    if (element !== '') elements.push({ text: element, name: found })
    if (kind === ']') return elements
    from = at + 1
    found = ''
  }
  return undefined
}

/** A place where something ends or is named: how deep it lies, counted from where the walk began. */
interface Place {
  readonly at: number
  readonly depth: number
  readonly kind: string
  readonly key?: string
}

const MARK = /["{}[\],]/g
const STEPS: Readonly<Record<string, number>> = { '{': 1, '[': 1, '}': -1, ']': -1 }

// what opens, closes or parts at the first level, and the keys of the first two
function* walk(text: string, start: number): Generator<Place> {
  let depth = 0
  for (let at = nextMark(text, start); at >= 0; at = nextMark(text, at + 1)) {
    const kind = text[at] as string
    if (kind === '"') {
      const end = endOfString(text, at)
      if (depth <= LIST && text[skipWhite(text, end + 1)] === ':') {
        yield { at: end + 1, depth, kind, key: text.slice(at + 1, end) }
      }
      at = end
      continue
    }
    if (depth === 1) yield { at, depth, kind }
    depth += STEPS[kind] ?? 0
  }
}

function nextMark(text: string, from: number): number {
  MARK.lastIndex = from
  return MARK.test(text) ? MARK.lastIndex - 1 : -1
}

function behindColon(text: string, at: number): number {
  return skipWhite(text, skipWhite(text, at) + 1)
}

function skipWhite(text: string, at: number): number {
  WHITE.lastIndex = at
  WHITE.test(text)
  return WHITE.lastIndex
}

function textAt(text: string, at: number): string {
  if (text[at] !== '"') return ''
  try {
    return JSON.parse(text.slice(at, endOfString(text, at) + 1)) as string
  } catch {
    return ''
  }
}
