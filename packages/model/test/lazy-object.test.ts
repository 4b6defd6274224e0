import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { lazyLooseObject, lazyObject } from '../src/entity/lazy-object.js'

function counted() {
  const made = { times: 0 }
  const schema = lazyObject(() => {
    made.times += 1
    return { name: z.string().describe('What it is called.'), size: z.number().optional() }
  })
  return { made, schema }
}

describe('an object schema with late fields', () => {
  it('makes its fields when they are first needed, and once', () => {
    const { made, schema } = counted()
    const described = schema.describe('A thing.')
    const list = z.array(described.optional())
    expect(made.times).toBe(0)
    expect(list.parse([{ name: 'a', other: 1 }])).toEqual([{ name: 'a' }])
    expect(described.parse({ name: 'b', size: 1 })).toEqual({ name: 'b', size: 1 })
    expect(schema.safeParse({ size: 1 }).success).toBe(false)
    expect(made.times).toBe(1)
  })

  it('makes the fields of all others as well', () => {
    const [one, other] = [counted(), counted()]
    one.schema.parse({ name: 'a' })
    expect(other.made.times).toBe(1)
  })

  it('is the object schema that zod makes of the same fields', () => {
    const { schema } = counted()
    const fields = { name: z.string().describe('What it is called.'), size: z.number().optional() }
    const same = z.object(fields)
    expect(schema).toBeInstanceOf(z.ZodObject)
    expect(Object.keys(schema.shape)).toEqual(['name', 'size'])
    expect(z.toJSONSchema(schema)).toEqual(z.toJSONSchema(same))
    expect(z.toJSONSchema(schema.extend({ more: z.string() }))).toEqual(
      z.toJSONSchema(same.extend({ more: z.string() })),
    )
    expect(z.toJSONSchema(schema.pick({ size: true }))).toEqual(
      z.toJSONSchema(same.pick({ size: true })),
    )
  })

  it('is a loose one where it is asked for', () => {
    const fields = () => ({ name: z.string(), size: z.number().optional() })
    const [schema, same] = [lazyLooseObject(fields), z.looseObject(fields())]
    expect(z.toJSONSchema(schema)).toEqual(z.toJSONSchema(same))
    for (const value of [{ name: 'a', other: 1 }, { name: 'a' }, { other: 1 }, []]) {
      expect(schema.safeParse(value)).toEqual(same.safeParse(value))
    }
  })
})
