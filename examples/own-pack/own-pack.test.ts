import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  decode,
  emitMappings,
  encode,
  engineOf,
  maybe,
  overlay,
  rows,
  text,
  useGenerated,
} from '@canonry/mapping'
import { mappingLaws } from '@canonry/mapping/testing'
import { decodeResource, type Resource, secret, staticCredentials, systemEnv } from '@canonry/pack'
import { packContract } from '@canonry/pack/testing'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { branch } from './branch.js'
import { branchMapping } from './branch-mapping.js'
import type { generated as written } from './generated.js'
import { directory } from './pack.js'

describe('the mapping of a branch', () => {
  it('reads a branch, and writes it back as it was', () => {
    // #region run
    const context = { account: 'acme' }
    const { entity, residue } = decode(branchMapping, branch, context)._unsafeUnwrap()
    const back = encode(branchMapping, entity, { context, residue })._unsafeUnwrap()
    // #endregion run
    expect(entity).toMatchObject({ name: 'Ulm, Hirschstraße', kind: 'store', active: true })
    expect(back).toEqual(branch)
  })

  it('says every error at once, with the place on both sides', () => {
    // #region errors
    const broken = { ...branch, title: 7, changed: 'yesterday' }
    const errors = decode(branchMapping, broken, { account: 'acme' })._unsafeUnwrapErr()
    // #endregion errors
    expect(errors.map(({ wire, entity, expected }) => [wire, entity, expected])).toEqual([
      ['/title', '/name', 'text'],
      ['/changed', '/updatedAt', 'an RFC 3339 moment'],
    ])
  })

  it('explains itself', () => {
    expect(rows(branchMapping).map(({ wire, entity }) => [wire, entity])).toContainEqual([
      '/address/town',
      '/address/city',
    ])
  })

  // #region laws
  const subject = { mapping: branchMapping, context: { account: 'acme' }, wire: [branch] }
  for (const { name, run } of mappingLaws) it(name, () => run(subject))
  // #endregion laws
})

describe('code from the build', () => {
  it('runs the mapping, and reads the same', async () => {
    const context = { account: 'acme' }
    const folder = mkdtempSync(join(tmpdir(), 'own-pack-'))
    const file = join(folder, 'generated.js')
    const { entity } = decode(branchMapping, branch, context)._unsafeUnwrap()
    // #region emit
    writeFileSync(file, emitMappings({ branch: branchMapping }))
    // #endregion emit
    const { generated } = (await import(pathToFileURL(file).href)) as { generated: typeof written }
    // #region generated
    useGenerated(branchMapping, generated.branch)
    // #endregion generated
    expect(engineOf(branchMapping)).toBe('generated')
    expect(decode(branchMapping, branch, context)._unsafeUnwrap().entity).toEqual(entity)
    rmSync(folder, { recursive: true })
  })
})

describe('an overlay of the pack', () => {
  it('gives the fields of one user types', () => {
    // #region overlay
    const ours = directory.extend({
      location: overlay({
        wire: z.object({ opening_hours: z.string().nullish() }),
        attributes: ($) => ({ openingHours: maybe($.opening_hours, text) }),
      }),
    })
    // #endregion overlay
    const resource = ours.resources['branch@api'] as Resource
    const [location] = decodeResource(resource, branch, { account: 'acme' })._unsafeUnwrap()
    expect(location?.body).toMatchObject({ attributes: { openingHours: 'Mo-Sa 9-20' } })
  })
})

// #region contract
const connector = directory
  .connect({ id: 'places', account: 'acme', url: 'http://127.0.0.1:9' })
  .open({
    env: systemEnv(),
    credentials: staticCredentials({ places: { values: { token: secret('t') } } }),
  })

const proof = {
  pack: directory,
  connector,
  context: { account: 'acme' },
  exemptions: [
    {
      case: 'location (branch@api) writes',
      of: ['/active'],
      reason: 'the directory always says whether a branch is closed',
    },
  ],
  resources: { 'branch@api': { recorded: [{ name: 'a branch', wire: branch }] } },
}

describe('the pack of the directory', () => {
  for (const { name, skip, run } of packContract(proof)) it.skipIf(skip)(name, run)
})
// #endregion contract
