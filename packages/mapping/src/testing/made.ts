import type fc from 'fast-check'
import type { AnyMapping } from '../declare/node.js'
import { isThrown, type MappingError } from '../run/scope.js'
import { type Path, placeAt, tokensOf } from '../wire/path.js'
import { rulesOf, saidOf } from './find-rule.js'

/** How many made values were of no use, of how many. */
export interface Tally {
  made: number
  refused: number
}

/** Arbitraries of single places, by JSON Pointer with `*` for any element of a list. */
export type Overrides = Readonly<Record<string, fc.Arbitrary<unknown>>>

/** What can be said to those who make documents and entities of a mapping. */
export interface MakeOptions {
  /** What the caller provides: `{ account: 'acme' }`. */
  readonly context?: object
  /**
   * Values of places that the mapping cannot speak for, by pointers of the document: the words that a
   * leaf without a domain knows. Entities are made of them as well, unless something else is said of
   * a place of the entity.
   */
  readonly overrides?: { readonly wire?: Overrides; readonly entity?: Overrides }
  /** Counts what was made and refused again. */
  readonly tally?: Tally
}

/** Where in a document and an entity something is being made, and what is known there. */
export interface Making {
  readonly wire: string
  readonly entity: string
  readonly context: Readonly<Record<string, unknown>>
  readonly options: MakeOptions
}

/** Where making begins. */
export function startOf(options: MakeOptions): Making {
  return { wire: '', entity: '', context: { ...options.context }, options }
}

const PATIENCE = 1000
// what an element says where it is asked without its list
const ALONE = 'no-position'

/** What a filter asks, and the errors where the answer is no. */
export interface Question<V> {
  readonly mapping: AnyMapping
  readonly making: Making
  readonly errorsOf: (value: V) => readonly MappingError[]
}

/**
 * The values about which there is no error, and those at which a rule throws; where there is always
 * another error, it throws and says which.
 */
export function kept<V>(
  values: fc.Arbitrary<V>,
  { mapping, making, errorsOf }: Question<V>,
): fc.Arbitrary<V> {
  const isWhole = making.wire === '' && making.entity === ''
  const judge = (value: V) => {
    const errors = errorsOf(value)
    // a value at which a rule throws is the very one to be looked at
    if (errors.some(isThrown)) return undefined
    const [error] = errors.filter(({ code }) => isWhole || code !== ALONE)
    if (isWhole) count(making.options.tally, error)
    return error && complaintOf(mapping, error)
  }
  return patient(values, { judge, what: whatOf(mapping, making) })
}

/** Why a value is of no use, and what helps where that is not the usual thing. */
export interface Complaint {
  readonly reason: string
  readonly advice?: string
}

/** What a value must be, to be kept; a complaint otherwise. */
export interface Trial<V> {
  readonly judge: (value: V) => Complaint | undefined
  readonly what: string
}

/** The values that nobody complains about; throws where every value is complained about. */
export function patient<V>(values: fc.Arbitrary<V>, { judge, what }: Trial<V>): fc.Arbitrary<V> {
  let inVain = 0
  return values.filter((value) => {
    const complaint = judge(value)
    inVain = complaint === undefined ? 0 : inVain + 1
    if (complaint && inVain > PATIENCE) {
      const { reason, advice = ADVICE } = complaint
      throw new Error(`${what}: nothing made up is accepted. ${reason}\n${advice}`)
    }
    return complaint === undefined
  })
}

const ADVICE = 'Give the leaf a domain, or the place an arbitrary in `overrides`.'

/** A mapping and the place where something is made of it, in words. */
export function whatOf({ system, entity }: AnyMapping, making: Making): string {
  const places = [making.wire && `wire ${making.wire}`, making.entity && `entity ${making.entity}`]
  const said = places.filter(Boolean).join(', ')
  return `${system} ${entity}${said && ` at ${said}`}`
}

// what two rules say of one place
const CONTRADICTION = 'contradiction'

function complaintOf(mapping: AnyMapping, error: MappingError): Complaint {
  const { rule, code, expected, wire, entity } = error
  const reason = `Last refused: ${code}, expected ${expected}, by "${rule}" (wire ${wire}, entity ${entity}).`
  const others = code === CONTRADICTION ? otherWriters(mapping, error) : []
  if (others.length === 0) return { reason }
  const advice = `The place is also written by ${others.join(' and ')}: read it in one rule, or say in \`overrides\` where they agree.`
  return { reason, advice }
}

/** The rules that write a place beside the one that was refused there. */
function otherWriters(mapping: AnyMapping, { wire, entity }: MappingError): readonly string[] {
  return rulesOf(mapping)
    .filter((rule) => isAt(rule.wire, tokensOf(wire)) && !isAt(rule.entity, tokensOf(entity)))
    .map(({ node, of, entity }) => {
      const { words } = saidOf(node, of)
      return `"${words}" (entity ${placeAt(entity).pointer})`
    })
}

function isAt(pattern: Path, tokens: Path): boolean {
  if (pattern.length !== tokens.length) return false
  return pattern.every((key, index) => key === '*' || key === tokens[index])
}

function count(tally: Tally | undefined, error: MappingError | undefined): void {
  if (!tally) return
  tally.made += 1
  if (error) tally.refused += 1
}
