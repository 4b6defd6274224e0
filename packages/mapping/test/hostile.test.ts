import {
  decode,
  decodeEntity,
  encode,
  from,
  leaf,
  mapping,
  normalise,
  patch,
  readWire,
  sameValue,
  text,
  unwritten,
  writeWire,
} from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { context, type ShopOrder, shopMapping, shopOrder } from './shop.js'

describe('a hostile document', () => {
  const keys =
    '"__proto__/polluted":"yes","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a/b":1,"~":2'
  const wire = readWire(`{${writeWire(shopOrder).slice(1, -1)},${keys}}`)._unsafeUnwrap()

  it('never reaches a prototype, and its odd keys survive', () => {
    const { entity, residue } = decode(shopMapping, wire, context)._unsafeUnwrap()
    const stored = JSON.parse(JSON.stringify(residue))
    const back = encode(shopMapping, entity, { context, residue: stored })._unsafeUnwrap() as object
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect(Object.hasOwn(back, '__proto__')).toBe(true)
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype)
    expect(back).toMatchObject({ 'a/b': 1, '~': 2, '__proto__/polluted': 'yes' })
    expect(sameValue(back, normalise(shopMapping, wire))).toBe(true)
  })

  it('cannot reach a prototype through forged residue', () => {
    const { entity } = decode(shopMapping, shopOrder, context)._unsafeUnwrap()
    const residue = JSON.parse(`{
      "carried": { "__proto__": { "polluted": 1 }, "constructor": { "polluted": 1 } },
      "kept": { "__proto__": { "polluted": 1 } },
      "missing": ["__proto__"],
      "inside": {
        "__proto__": { "carried": { "polluted": 1 } },
        "constructor": { "inside": { "prototype": { "carried": { "polluted": 1 } } } },
        "customer": { "inside": { "__proto__": { "carried": { "polluted": 1 } } } },
        "lines": { "elements": [{ "name": "__proto__", "carried": { "polluted": 1 } }] }
      }
    }`)
    expect(encode(shopMapping, entity, { context, residue }).isOk()).toBe(true)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it('takes what is no list of named elements for nothing kept', () => {
    const { entity } = decode(shopMapping, shopOrder, context)._unsafeUnwrap()
    const plain = encode(shopMapping, entity, { context })._unsafeUnwrap()
    for (const elements of [
      'null',
      '5',
      '{"11":{}}',
      '[null,1,[],{"name":11},{"carried":{"a":1}}]',
    ]) {
      const residue = JSON.parse(`{"inside":{"lines":{"elements":${elements}}}}`)
      expect(encode(shopMapping, entity, { context, residue })._unsafeUnwrap()).toEqual(plain)
    }
  })

  it('reads nothing from a prototype', () => {
    const Odd = z.object({ constructor: z.string(), toString: z.string().optional() })
    const odd = mapping({
      system: 'shop',
      entity: 'Odd',
      wire: z.object({ constructor: z.string() }),
      canonical: z.object({ name: z.string() }),
      map: ($) => ({ name: from($.constructor, text) }),
    })
    expect(Odd).toBeDefined()
    expect(decode(odd, {}, {})._unsafeUnwrapErr()).toMatchObject([{ code: 'missing' }])
    expect(decode(odd, { constructor: 'x' }, {})._unsafeUnwrap().entity).toEqual({ name: 'x' })
  })

  it('survives nesting without end', () => {
    let deep: unknown = 'bottom'
    for (let level = 0; level < 10_000; level += 1) deep = { deep }
    expect(decode(shopMapping, { ...shopOrder, deep }, context).isOk()).toBe(true)
    expect(decode(shopMapping, { ...shopOrder, name: deep }, context).isErr()).toBe(true)
    expect(decode(shopMapping, deep, context).isErr()).toBe(true)
    expect(() => normalise(shopMapping, { ...shopOrder, name: deep })).not.toThrow()
  })

  it('survives values that contain themselves', () => {
    const loop: Record<string, unknown> = { ...shopOrder }
    loop['self'] = loop
    expect(decode(shopMapping, loop, context).isOk()).toBe(true)
    loop['lines'] = [loop]
    expect(decode(shopMapping, loop, context).isErr()).toBe(true)
    loop['ship_to'] = loop
    expect(decode(shopMapping, loop, context).isErr()).toBe(true)
  })

  it('compares deep values of an object leaf without end as different, not forever', () => {
    const Any = z.object({ any: z.unknown() })
    const whole = leaf<unknown, unknown>({
      name: 'whole',
      doc: 'as it is',
      loss: 'nothing known',
      decode: (wire) => structuredClone(wire),
      encode: (value) => structuredClone(value),
    })
    const any = mapping({
      system: 'shop',
      entity: 'Any',
      wire: Any,
      canonical: Any,
      map: ($) => ({ any: from($.any, whole) }),
    })
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    expect(decode(any, { any: loop }, {}).isOk()).toBe(true)
  })

  it('does not cost quadratic time for digits without end', () => {
    const digits = '9'.repeat(1_000_000)
    const found = decode(shopMapping, { ...shopOrder, tip: digits, id: digits }, context)
    expect(found._unsafeUnwrapErr()).toMatchObject([{ code: 'id' }, { code: 'decimal' }])
    expect(readWire(`[${digits}]`).isOk()).toBe(true)
  })

  it('may throw whatever it is asked, and is refused', () => {
    const trap = () => {
      throw new Error('trap')
    }
    const traps = { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap }
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    const getter = Object.defineProperty({}, 'id', { enumerable: true, get: trap })
    const { entity } = decode(shopMapping, shopOrder, context)._unsafeUnwrap()
    for (const odd of [new Proxy({}, traps), new Proxy([], traps), revoked.proxy, getter]) {
      expect(decode(shopMapping, odd, context).isErr()).toBe(true)
      expect(decodeEntity(shopMapping, odd, context).isErr()).toBe(true)
      const forged = odd as ShopOrder
      expect(encode(shopMapping, forged, { context }).isErr()).toBe(true)
      const withOdd = { ...entity, buyer: odd } as ShopOrder
      expect(patch(shopMapping, { before: entity, after: forged }, { context }).isErr()).toBe(true)
      expect(() =>
        patch(shopMapping, { before: entity, after: withOdd }, { context }),
      ).not.toThrow()
      expect(() => [unwritten(shopMapping, forged), unwritten(shopMapping, withOdd)]).not.toThrow()
    }
  })
})
