import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Compatibility, compareSchemas } from '@canonry/model'
import { describe, expect, it } from 'vitest'

interface LabelledChange {
  readonly name: string
  readonly before: unknown
  readonly after: unknown
  readonly reader: Compatibility
  readonly writer: Compatibility
  readonly why: string
}

const folder = join(import.meta.dirname, 'compatibility-cases')
const changes = readdirSync(folder).flatMap((file) =>
  (JSON.parse(readFileSync(join(folder, file), 'utf8')) as LabelledChange[]).map((change) => ({
    ...change,
    rule: file.replace('.json', ''),
  })),
)
const judged = changes.flatMap(({ before, after, ...change }) =>
  (['reader', 'writer'] as const).map((direction) => {
    const { verdict } = compareSchemas(before, after, { direction })
    const name = `${change.rule}: ${change.name} (${direction})`
    return { name, label: change[direction], verdict }
  }),
)

describe('the labelled changes', () => {
  it('are at least 200, each with a name of its own and a reason', () => {
    expect(changes.length).toBeGreaterThanOrEqual(200)
    expect(new Set(changes.map(({ rule, name }) => `${rule}: ${name}`)).size).toBe(changes.length)
    expect(changes.filter(({ why }) => why === '')).toEqual([])
  })

  it('have no break missed, and at most 5 % false alarms', () => {
    const count = (label: Compatibility, verdict: Compatibility) =>
      judged.filter((one) => one.label === label && one.verdict === verdict)
    const missed = count('breaking', 'compatible')
    const alarms = count('compatible', 'breaking')
    const safe = count('compatible', 'compatible')
    expect(missed.map(({ name }) => name)).toEqual([])
    expect(alarms.length / (alarms.length + safe.length)).toBeLessThanOrEqual(0.05)
  })

  it('are breaking in both directions exactly when they are in one', () => {
    for (const { before, after } of changes) {
      const one = (['reader', 'writer'] as const).some(
        (direction) => compareSchemas(before, after, { direction }).verdict === 'breaking',
      )
      const both = compareSchemas(before, after, { direction: 'both' }).verdict
      expect(both).toBe(one ? 'breaking' : 'compatible')
    }
  })

  it('mirror each other: what a reader must bear forwards, a writer must backwards', () => {
    const asymmetric = new Set([
      'property-added',
      'property-removed',
      'default-added',
      'default-removed',
    ])
    for (const { before, after, name } of changes) {
      const forwards = compareSchemas(before, after, { direction: 'reader' })
      const backwards = compareSchemas(after, before, { direction: 'writer' })
      const rules = [...forwards.changes, ...backwards.changes].map(({ rule }) => rule)
      if (rules.some((rule) => asymmetric.has(rule) || rule.startsWith('pattern-property')))
        continue
      expect(backwards.verdict, name).toBe(forwards.verdict)
    }
  })
})

describe('compareSchemas', () => {
  it('names the place, the rule and the meaning of every change', () => {
    const before = {
      type: 'object',
      properties: { lines: { type: 'array', items: { enum: ['a'] } } },
    }
    const after = {
      type: 'object',
      properties: { lines: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 1 } },
    }
    const { verdict, changes } = compareSchemas(before, after, { direction: 'writer' })
    expect(verdict).toBe('breaking')
    expect(changes).toEqual([
      {
        pointer: '/properties/lines/items/enum',
        rule: 'enum-value-added',
        verdict: 'breaking',
        message: 'the value "b" is new',
      },
      {
        pointer: '/properties/lines/minItems',
        rule: 'min-items-tightened',
        verdict: 'compatible',
        message: 'minItems was 0 and is 1',
      },
    ])
  })

  it('takes undeclared properties into account where writers may add what they like', () => {
    const before = { type: 'object', properties: {} }
    const after = { type: 'object', properties: { a: { type: 'string' } } }
    const verdict = (writers: 'open' | 'closed') =>
      compareSchemas(before, after, { direction: 'reader', writers }).verdict
    expect(verdict('closed')).toBe('compatible')
    expect(verdict('open')).toBe('breaking')
  })

  it('points to the place of a change behind references, once however many refer to it', () => {
    const refer = { $ref: '#/$defs/text' }
    const schema = (type: string) => ({
      properties: { a: refer, b: refer },
      $defs: { text: { type } },
    })
    const { changes } = compareSchemas(schema('string'), schema('integer'), { direction: 'both' })
    expect(changes.map(({ pointer, rule }) => [pointer, rule])).toEqual([
      ['/$defs/text/type', 'type-changed'],
    ])
  })
})
