import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  decode,
  decodeEntity,
  emitMappings,
  engineOf,
  useGenerated,
  useInterpreter,
} from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { receipt } from './receipt.js'
import { context, shopMapping, shopOrder } from './shop.js'

const source = new URL('../../../scripts/source.mjs', import.meta.url).href

/** Runs a script in a process that makes no code from text. */
function runWithoutCode(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'generated-'))
  try {
    writeFileSync(join(folder, 'generated.js'), emitMappings({ order: shopMapping }))
    const generated = pathToFileURL(join(folder, 'generated.js')).href
    const shop = new URL('./shop.ts', import.meta.url).href
    const text = `
      import { decode, encode, engineOf, useGenerated } from '@canonry/mapping'
      import { context, shopMapping, shopOrder } from '${shop}'
      const { generated } = await import('${generated}')
      ${script}`
    const flags = ['--disallow-code-generation-from-strings', '--import', source]
    return execFileSync(process.execPath, [...flags, '--input-type=module', '-e', text], {
      encoding: 'utf8',
      cwd: new URL('../../../', import.meta.url),
    }).trim()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the code of mappings', () => {
  it('is made at run time where that is allowed', () => {
    expect(engineOf(receipt)).toBe('generated')
  })

  it('gives way to the interpreter where no code may be made', () => {
    const { entity } = decode(shopMapping, shopOrder, context)._unsafeUnwrap()
    const script =
      'const { entity } = decode(shopMapping, shopOrder, context)._unsafeUnwrap(); console.log(JSON.stringify([engineOf(shopMapping), entity]))'
    expect(JSON.parse(runWithoutCode(script))).toEqual(['interpreter', entity])
  })

  it('can be made in the build for such places', () => {
    const { entity, residue } = decode(shopMapping, shopOrder, context)._unsafeUnwrap()
    const script = `
      useGenerated(shopMapping, generated.order)
      const { entity, residue } = decode(shopMapping, shopOrder, context)._unsafeUnwrap()
      const back = encode(shopMapping, entity, { context, residue })._unsafeUnwrap()
      console.log(JSON.stringify([engineOf(shopMapping), entity, residue, back.name]))`
    const answered = JSON.parse(runWithoutCode(script))
    expect(answered).toEqual(['generated', entity, residue, shopOrder.name])
  })

  it('is refused for another mapping than the one it was made from', () => {
    const of = 'something else'
    const factory = () => ({})
    expect(() => useGenerated(receipt, { of, factory })).toThrow(/emit it again/)
  })

  it('gives way to the interpreter where somebody asks for it', () => {
    const slow = { ...receipt }
    useInterpreter(slow)
    expect(engineOf(slow)).toBe('interpreter')
    expect(engineOf(receipt)).toBe('generated')
  })

  it('makes the same text for the same mapping', () => {
    expect(emitMappings({ receipt })).toBe(emitMappings({ receipt }))
  })
})

describe('decodeEntity', () => {
  it('answers with the entity alone, or with the same errors', () => {
    const { entity } = decode(shopMapping, shopOrder, context)._unsafeUnwrap()
    expect(decodeEntity(shopMapping, shopOrder, context)._unsafeUnwrap()).toEqual(entity)
    const broken = { ...shopOrder, name: 7 }
    expect(decodeEntity(shopMapping, broken, context)._unsafeUnwrapErr()).toEqual(
      decode(shopMapping, broken, context)._unsafeUnwrapErr(),
    )
  })
})
