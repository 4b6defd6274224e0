import {
  type Alias,
  type Crosswalk,
  type CrosswalkChange,
  CrosswalkRecords,
  type EntityId,
  type Link,
  memoryCrosswalk,
  type Ref,
  refKey,
} from '@canonry/model'
import { arbitraryAlias, arbitraryEntityId, arbitraryLink } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const IDS = ['e1', 'e2', 'e3', 'e4', 'e5']
const gtin = { kind: 'same-gtin', detail: '04006381333931' }
const name = (id: string): Ref => ({ system: 'shop', account: 'acme', kind: 'Variant', id })
const claim = (ref: string, id: EntityId): Link => ({ ref: name(ref), id, evidence: gtin })
const alias = (from: EntityId, into: EntityId): Alias => ({ from, into, evidence: gtin })
const filled = (...links: Link[]): Crosswalk => memoryCrosswalk({ ids: IDS, links, aliases: [] })
const REFS: Ref[] = ['shop', 'erp'].flatMap((system) =>
  ['0', '1', '2', '3', '4'].map((id) => ({ ...name(id), system })),
)
/** What everyone can see of a crosswalk. */
const view = (crosswalk: Crosswalk) => ({
  resolutions: REFS.map(crosswalk.resolve),
  current: IDS.map(crosswalk.currentId),
  links: IDS.map(crosswalk.linksOf),
  records: crosswalk.records(),
})

describe('crosswalk', () => {
  it('resolves a name to one entity, to none, or to several', () => {
    const crosswalk = filled(claim('1', 'e1'))
    expect(crosswalk.resolve(name('1'))).toEqual({ kind: 'one', id: 'e1' })
    expect(crosswalk.resolve({ ...name('1'), role: 'legacy' })).toEqual({ kind: 'one', id: 'e1' })
    expect(crosswalk.resolve(name('2'))).toEqual({ kind: 'none' })
    crosswalk.link(claim('1', 'e2'))._unsafeUnwrap()
    expect(crosswalk.resolve(name('1'))).toEqual({ kind: 'ambiguous', ids: ['e1', 'e2'] })
  })

  it('keeps a link that rests on two pieces of evidence when one is taken back', () => {
    const manual = { ...claim('1', 'e1'), evidence: { kind: 'manual', by: 'user-7' } }
    const crosswalk = filled(claim('1', 'e1'), manual)
    expect(crosswalk.linksOf('e1')).toHaveLength(2)
    crosswalk.unlink(manual)._unsafeUnwrap()
    expect(crosswalk.resolve(name('1'))).toEqual({ kind: 'one', id: 'e1' })
    crosswalk.unlink(claim('1', 'e1'))._unsafeUnwrap()
    expect(crosswalk.resolve(name('1'))).toEqual({ kind: 'none' })
  })

  it('settles what was ambiguous by a merge, and gives both back when the merge is taken back', () => {
    const crosswalk = filled(claim('1', 'e1'), claim('1', 'e2'), claim('2', 'e2'))
    crosswalk.merge(alias('e2', 'e1'))._unsafeUnwrap()
    expect(crosswalk.resolve(name('1'))).toEqual({ kind: 'one', id: 'e1' })
    expect(crosswalk.currentId('e2')).toBe('e1')
    expect(crosswalk.linksOf('e1')).toHaveLength(3)
    crosswalk.unmerge('e2')._unsafeUnwrap()
    expect(crosswalk.resolve(name('2'))).toEqual({ kind: 'one', id: 'e2' })
    expect(crosswalk.resolve(name('1')).kind).toBe('ambiguous')
  })

  it('follows merges of merged entities, and frees only the one that is taken back', () => {
    const crosswalk = filled(claim('1', 'e1'))
    crosswalk.merge(alias('e1', 'e2'))._unsafeUnwrap()
    crosswalk.merge(alias('e2', 'e3'))._unsafeUnwrap()
    expect(crosswalk.resolve(name('1'))).toEqual({ kind: 'one', id: 'e3' })
    crosswalk.unmerge('e2')._unsafeUnwrap()
    expect(crosswalk.resolve(name('1'))).toEqual({ kind: 'one', id: 'e2' })
  })

  it('refuses with a reason what would make no sense, and changes nothing', () => {
    const crosswalk = filled()
    crosswalk.merge(alias('e1', 'e2'))._unsafeUnwrap()
    const before = view(crosswalk)
    const kind = (answer: ReturnType<Crosswalk['mint']>) => answer._unsafeUnwrapErr().kind
    expect(kind(crosswalk.mint('e1'))).toBe('id-used')
    expect(kind(crosswalk.link(claim('1', 'nobody')))).toBe('unknown-id')
    expect(kind(crosswalk.merge(alias('e1', 'e3')))).toBe('already-merged')
    expect(kind(crosswalk.merge(alias('e2', 'e1')))).toBe('same-entity')
    expect(kind(crosswalk.merge(alias('e3', 'e3')))).toBe('same-entity')
    expect(kind(crosswalk.unmerge('nobody'))).toBe('unknown-id')
    expect(kind(crosswalk.undo({ kind: 'minted', id: 'e1' }))).toBe('not-undoable')
    const other = { kind: 'merged' as const, alias: alias('e1', 'e4') }
    expect(kind(crosswalk.undo(other))).toBe('changed-since')
    expect(view(crosswalk)).toEqual(before)
    expect(crosswalk.currentId('nobody')).toBeUndefined()
  })

  it('does not start from records that contradict each other', () => {
    expect(() => memoryCrosswalk({ ids: [], links: [claim('1', 'e1')], aliases: [] })).toThrow('e1')
    const circle = [alias('e1', 'e2'), alias('e2', 'e1')]
    expect(() => memoryCrosswalk({ ids: IDS, links: [], aliases: circle })).toThrow('one entity')
  })
})

/** The same in the most obvious way: lists that are searched from the start each time. */
class Model {
  ids: EntityId[] = []
  links: Link[] = []
  aliases: Alias[] = []
  done: CrosswalkChange[] = []

  root(id: EntityId): EntityId {
    const next = this.aliases.find(({ from }) => from === id)
    return next === undefined ? id : this.root(next.into)
  }

  resolve(ref: Ref): unknown {
    const claims = this.links.filter((link) => refKey(link.ref) === refKey(ref))
    const ids = [...new Set(claims.map(({ id }) => this.root(id)))].sort()
    if (ids.length === 0) return { kind: 'none' }
    return ids.length === 1 ? { kind: 'one', id: ids[0] } : { kind: 'ambiguous', ids }
  }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

type Run = (model: Model, real: Crosswalk) => void

class Step implements fc.Command<Model, Crosswalk> {
  readonly text: string
  readonly step: Run

  constructor(text: string, step: Run) {
    this.text = text
    this.step = step
  }

  check = () => true
  toString = () => this.text

  run(model: Model, real: Crosswalk): void {
    this.step(model, real)
    for (const ref of REFS) expect(real.resolve(ref)).toEqual(model.resolve(ref))
    expect(real.records().ids).toEqual(model.ids.toSorted())
    expect(CrosswalkRecords.safeParse(real.records()).success).toBe(true)
    expect(view(memoryCrosswalk(real.records()))).toEqual(view(real))
  }
}

const mint = (id: EntityId) =>
  new Step(`mint ${id}`, (model, real) => {
    expect(real.mint(id).isOk()).toBe(!model.ids.includes(id))
    if (!model.ids.includes(id)) model.ids.push(id)
  })
const link = (made: Link) =>
  new Step(`link ${refKey(made.ref)} ${made.id}`, (model, real) => {
    const answer = real.link(made)
    expect(answer.isOk()).toBe(model.ids.includes(made.id))
    if (answer.isErr()) return
    const known = model.links.some((other) => same(other, made))
    expect(answer.value.kind).toBe(known ? 'unchanged' : 'linked')
    if (!known) model.links.push(made)
    model.done.push(answer.value)
  })
const unlink = (place: number) =>
  new Step(`unlink ${place}`, (model, real) => {
    const [made] = model.links.splice(place % (model.links.length || 1), 1)
    if (made === undefined) return
    const answer = real.unlink(made)._unsafeUnwrap()
    expect(answer.kind).toBe('unlinked')
    model.done.push(answer)
  })
const merge = (made: Alias) =>
  new Step(`merge ${made.from} ${made.into}`, (model, real) => {
    const answer = real.merge(made)
    const known = model.aliases.find(({ from }) => from === made.from)
    const possible =
      model.ids.includes(made.from) &&
      model.ids.includes(made.into) &&
      (known === undefined ? model.root(made.into) !== made.from : same(known, made))
    expect(answer.isOk()).toBe(possible)
    if (answer.isErr()) return
    if (known === undefined) model.aliases.push(made)
    model.done.push(answer.value)
  })
const unmerge = (id: EntityId) =>
  new Step(`unmerge ${id}`, (model, real) => {
    const answer = real.unmerge(id)
    expect(answer.isOk()).toBe(model.ids.includes(id))
    model.aliases = model.aliases.filter(({ from }) => from !== id)
    if (answer.isOk()) model.done.push(answer.value)
  })
const undoLast = () =>
  new Step('undo the last change', (model, real) => {
    const change = model.done.pop()
    if (change === undefined) return
    expect(real.undo(change).isOk()).toBe(true)
    if (change.kind === 'linked')
      model.links = model.links.filter((made) => !same(made, change.link))
    if (change.kind === 'unlinked') model.links.push(change.link)
    if (change.kind === 'merged') {
      model.aliases = model.aliases.filter(({ from }) => from !== change.alias.from)
    }
    if (change.kind === 'unmerged') model.aliases.push(change.alias)
  })

const commands = fc.commands(
  [
    arbitraryEntityId.map(mint),
    arbitraryEntityId.map(mint),
    arbitraryLink.map(link),
    arbitraryLink.map(link),
    arbitraryAlias.map(merge),
    fc.nat(9).map(unlink),
    arbitraryEntityId.map(unmerge),
    fc.constant(undoLast()),
  ],
  { maxCommands: 40 },
)

describe('the laws of a crosswalk', () => {
  it('does what the obvious lists do, over any run of operations', () => {
    fc.assert(
      fc.property(commands, (run) => {
        fc.modelRun(() => ({ model: new Model(), real: memoryCrosswalk() }), run)
      }),
      { numRuns: 1000 },
    )
  })

  it('is as it was before when changes are undone, the last one first', () => {
    const operation = fc.oneof(
      arbitraryLink.map((made) => (real: Crosswalk) => real.link(made)),
      arbitraryLink.map((made) => (real: Crosswalk) => real.unlink(made)),
      arbitraryAlias.map((made) => (real: Crosswalk) => real.merge(made)),
      arbitraryEntityId.map((id) => (real: Crosswalk) => real.unmerge(id)),
    )
    fc.assert(
      fc.property(fc.array(operation), fc.array(operation), (before, then) => {
        const real = filled()
        for (const run of before) void run(real)
        const state = view(real)
        const changes = then.map((run) => run(real)).filter((answer) => answer.isOk())
        for (const { value } of changes.toReversed()) expect(real.undo(value).isOk()).toBe(true)
        expect(view(real)).toEqual(state)
      }),
      { numRuns: 1000 },
    )
  })

  it('is the same whatever the order in which links were made', () => {
    const shuffled = fc
      .array(arbitraryLink, { maxLength: 12 })
      .chain((links) =>
        fc.tuple(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length })),
      )
    fc.assert(
      fc.property(shuffled, arbitraryAlias, ([links, others], merged) => {
        const [a, b] = [filled(...links), filled()]
        void a.merge(merged)
        void b.merge(merged)
        for (const made of others) void b.link(made)
        expect(view(b)).toEqual(view(a))
      }),
      { numRuns: 1000 },
    )
  })

  it('never mints an id again, whatever happened to its links and merges', () => {
    fc.assert(
      fc.property(
        arbitraryEntityId,
        fc.array(arbitraryLink),
        arbitraryAlias,
        (id, links, merged) => {
          const real = filled(...links)
          void real.merge(merged)
          for (const made of real.records().links) void real.unlink(made)
          void real.unmerge(merged.from)
          expect(real.mint(id)._unsafeUnwrapErr().kind).toBe('id-used')
        },
      ),
      { numRuns: 1000 },
    )
  })
})
