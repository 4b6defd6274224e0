import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fieldListSpec } from '@canonry/mapping'
import type { Resource, ResourcePart } from '@canonry/pack'
import {
  type ContractCase,
  type PackSubject,
  packContract,
  printContractReport,
  reportContract,
  updateGoldens,
} from '@canonry/pack/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tillSubject } from './fixtures/till-subject.js'
import { till, wireTicket } from './own-pack.js'

function caseOf(subject: PackSubject, name: string): ContractCase {
  const found = packContract(subject).find((each) => each.name.includes(name))
  if (!found) throw new Error(`there is no case "${name}"`)
  return found
}

const messageOf = async (subject: PackSubject, name: string): Promise<string> => {
  try {
    await caseOf(subject, name).run()
    return 'held'
  } catch (problem) {
    return (problem as Error).message
  }
}

describe('the pack of a till', () => {
  // #region vitest
  for (const { name, skip, run } of packContract(tillSubject)) it.skipIf(skip)(name, run)
  // #endregion vitest
})

describe('the contract', () => {
  it('runs under node:test as well', { timeout: 60_000 }, () => {
    const root = join(import.meta.dirname, '../../..')
    const fixture = join(import.meta.dirname, 'fixtures/till-contract.ts')
    const flags = ['--import', './scripts/source.mjs', '--test', '--test-reporter', 'tap']
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const printed = execFileSync(process.execPath, [...flags, fixture], { cwd: root, env })
    const count = packContract(tillSubject).length
    expect(String(printed)).toContain(`# tests ${count}`)
    expect(String(printed)).toContain('# fail 0')
    expect(String(printed)).toMatch(/ok \d+ - paymentTransaction \(ticket@file\) keeps GetPut/)
    expect(String(printed)).toMatch(/ok \d+ - .* \(skipped: no specification is given\) # SKIP/)
  })

  it('says what it is given and would not look at', async () => {
    const name = 'is given nothing'
    const misspelt = { 'tickets@file': {}, 'ticket@file': { parts: { order: {} } } }
    const said = await messageOf({ ...tillSubject, resources: misspelt }, name)
    expect(said).toMatch(/till has no tickets@file/)
    expect(said).toMatch(/ticket@file has no order, it has paymentTransaction/)
    const folder = mkdtempSync(join(tmpdir(), 'canonry-given-'))
    const goldens = (path: string) => messageOf({ ...tillSubject, goldens: path }, name)
    expect(await goldens(join(folder, 'nowhere'))).toMatch(/there is no folder/)
    expect(await goldens(folder)).toMatch(/nothing lies in/)
    mkdirSync(join(folder, 'receipt@file'))
    expect(await goldens(folder)).toMatch(/no resource is called receipt@file/)
    rmSync(folder, { recursive: true })
  })

  it.each([0, Number.NaN, -1, 0.5])('is not kept where %d values are tried', async (runs) => {
    expect(await messageOf({ ...tillSubject, runs }, 'keeps GetPut')).toMatch(/nothing is tried/)
    expect(await messageOf({ ...tillSubject, runs }, 'read back equal')).toMatch(/nothing is tried/)
  })

  it('is not exempt as a whole from what names no case', async () => {
    const exemptions = [{ case: '', reason: 'later' }]
    const cases = packContract({ ...tillSubject, exemptions })
    expect(cases.filter(({ skip }) => skip?.startsWith('exempt'))).toEqual([])
    expect(await messageOf({ ...tillSubject, exemptions }, 'every exemption')).toMatch(
      /names no case/,
    )
  })

  it('has no two cases of one name', () => {
    const names = packContract(tillSubject).map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it('says of every case that is not tried what it needs, in its name as well', () => {
    const skipped = packContract(tillSubject).filter(({ skip }) => skip !== undefined)
    for (const { name, skip } of skipped) expect(name).toContain(`(skipped: ${skip})`)
    expect(skipped.map(({ skip }) => skip)).toEqual([
      'the pack has no webhooks',
      'the pack has no webhooks',
      'no connector is given',
      'no connector is given',
      'no goldens are given',
      'no specification is given',
    ])
  })
})

describe('recorded documents', () => {
  it('must be read without errors', async () => {
    const broken = { ...wireTicket, payments: [{ ...wireTicket.payments[0], sum: 'ten' }] }
    const subject = {
      ...tillSubject,
      resources: { 'ticket@file': { recorded: [{ name: 'T-1', wire: broken }] } },
    }
    expect(await messageOf(subject, 'reads T-1 without')).toMatch(
      /1 problems[\s\S]*document: decimal at \/payments\/0\/sum[\s\S]*exempt a code/,
    )
  })
})

describe('a resource', () => {
  type Changed = Omit<Partial<Resource>, 'parts'> & { part?: Partial<ResourcePart> }
  const withResource = ({ part, ...change }: Changed): PackSubject => {
    const ticket = till.resources['ticket@file'] as Resource
    const parts: Resource['parts'] = [{ ...ticket.parts[0], ...part }]
    const resources = { 'ticket@file': { ...ticket, ...change, parts } }
    return { ...tillSubject, pack: { ...till, resources } }
  }

  it('finds each of its parts somewhere', async () => {
    const misspelt = withResource({ part: { at: '/payment/*' } })
    const name = 'finds each of its parts'
    expect(await messageOf(misspelt, name)).toMatch(/paymentTransaction at \/payment\/\*/)
    const exemptions = [{ case: `ticket@file ${name}`, of: ['/payment/*'], reason: 'none yet' }]
    expect(await messageOf({ ...misspelt, exemptions }, name)).toBe('held')
  })

  it('gives a recorded document a version', async () => {
    const name = 'gives documents their versions'
    const told = { ...withResource({ version: () => '1' }), exemptions: [] }
    expect(await messageOf(told, name)).toBe('held')
    const silent = { ...withResource({ version: () => undefined }), exemptions: [] }
    expect(await messageOf(silent, name)).toMatch(/^none of 1 recorded documents has a version/)
    const exemption = { case: `ticket@file ${name}`, of: ['none'], reason: 'tickets never change' }
    expect(await messageOf({ ...silent, exemptions: [exemption] }, name)).toBe('held')
    expect(await messageOf({ ...told, exemptions: [exemption] }, name)).toMatch(/not needed/)
    const numbered = { ...withResource({ version: () => 7 as never }), exemptions: [] }
    expect(await messageOf(numbered, name)).toMatch(/a version of "a ticket" is a number/)
    // what is added is no state of anything
    const added = {
      ...withResource({ version: () => undefined, adds: () => ({}) }),
      exemptions: [],
    }
    expect(() => caseOf(added, name)).toThrow('there is no case')
  })

  it('gives names of its own system, account and kind', async () => {
    const name = 'reads a ticket without'
    const elsewhere = { ...tillSubject, pack: { ...till, system: 'tills' } }
    expect(await messageOf(elsewhere, name)).toMatch(/wrong-system at \/refs\/0\/system/)
    const account = withResource({
      part: { handed: { account: '/id', ticket: '/id', currency: '/currency' } },
    })
    expect(await messageOf(account, name)).toMatch(/wrong-account[\s\S]*expected store-1/)
    const first = withResource({ part: { at: '/payments/0' } })
    expect(await messageOf(first, name)).toMatch(/wrong-kind[\s\S]*expected Ticket.*found Payment/)
  })

  it('leaves the document as it was', async () => {
    const fold = (wire: unknown) => Object.assign(wire as object, { note: 'folded' })
    const recorded = [{ name: 'a ticket', wire: structuredClone(wireTicket) }]
    const subject = {
      ...withResource({ part: { fold } }),
      resources: { 'ticket@file': { recorded } },
    }
    expect(await messageOf(subject, 'reads a ticket without')).toMatch(
      /document: changed at \/payments\/0\/note[\s\S]*give back a copy/,
    )
  })

  it('says where it throws, and for what', async () => {
    const fold = (wire: unknown) => (wire as { id: string }).id.trim()
    expect(await messageOf(withResource({ part: { fold, at: '' } }), 'never throws')).toMatch(
      /^ticket@file throws for true: Cannot read.*\n +at .*contract\.test\.ts:\d+/,
    )
  })
})

describe('a specification', () => {
  const spec = fieldListSpec({
    title: 'the till',
    fields: ['/id', '/currency', '/payments/*/id', '/payments/*/type', '/payments/*/tip'],
  })
  const subject = { ...tillSubject, resources: { 'ticket@file': { specs: [spec] } } }
  const name = 'ticket@file accounts for every field of'

  it('lists the fields that nobody accounts for, and those that nobody specified', async () => {
    const message = await messageOf(subject, name)
    expect(message).toContain('/payments/*/tip is not accounted for')
    expect(message).toContain('/payments/*/sum is mapped, and the specification does not have it')
  })

  it('may have fields that are exempt with a reason', async () => {
    const of = ['/payments/*/tip', '/payments/*/sum', '/payments/*/at', '/id', '/currency']
    const exemptions = [{ case: name, of, reason: 'the list is too short' }]
    const message = await messageOf({ ...subject, exemptions }, name)
    expect(message).toContain('not needed, take the exemption out: /id, /currency')
  })
})

describe('an exemption', () => {
  const law = 'paymentTransaction (ticket@file) keeps GetPut'

  it('skips its case and says why', () => {
    const exemptions = [{ case: law, reason: 'the till forgets' }]
    expect(caseOf({ ...tillSubject, exemptions }, 'GetPut').skip).toBe('exempt: the till forgets')
  })

  it('breaks its case where it is not needed', async () => {
    const name = 'ticket@file reads a ticket without'
    const exemptions = [{ case: name, of: ['total-differs'], reason: 'cents' }]
    expect(await messageOf({ ...tillSubject, exemptions }, name)).toContain(
      'not needed, take the exemption out: total-differs',
    )
  })

  it.each([
    [{ case: 'no such case', reason: 'none' }, /no case "no such case"/],
    [{ case: law, reason: ' ' }, /has no reason/],
  ])('is refused as %j', async (exemption, message) => {
    const subject = { ...tillSubject, exemptions: [exemption] }
    expect(await messageOf(subject, 'every exemption')).toMatch(message)
  })
})

describe('a document with a reviewed result', () => {
  let goldens: string
  let subject: PackSubject
  const file = (name: string) => join(goldens, 'ticket@file', name)
  const NAME = 'reads sale as its reviewed result says'

  beforeEach(() => {
    goldens = mkdtempSync(join(tmpdir(), 'goldens-'))
    mkdirSync(join(goldens, 'ticket@file'))
    writeFileSync(file('sale.input.json'), JSON.stringify(wireTicket))
    subject = { ...tillSubject, goldens }
  })
  afterEach(() => rmSync(goldens, { recursive: true }))

  it('is asked for where there is none', async () => {
    expect(await messageOf(subject, NAME)).toContain('CANONRY_UPDATE_GOLDENS=1')
  })

  it('is written on demand: the entities, what is residue, and the findings', async () => {
    updateGoldens(subject)
    expect(JSON.parse(readFileSync(file('sale.golden.json'), 'utf8'))).toMatchObject({
      parts: [
        { entity: 'paymentTransaction', body: { kind: 'sale' }, residue: {}, findings: [] },
        { entity: 'paymentTransaction', body: { kind: 'refund' }, residue: {}, findings: [] },
      ],
    })
    expect(await messageOf(subject, NAME)).toBe('held')
  })

  it('is compared place by place', async () => {
    updateGoldens(subject)
    const reviewed = readFileSync(file('sale.golden.json'), 'utf8')
    writeFileSync(file('sale.golden.json'), reviewed.replace('"19.9"', '"19.8"'))
    const message = await messageOf(subject, NAME)
    expect(message).toContain('1 places are read differently')
    expect(message).toMatch(
      /\/parts\/0\/body\/amount\/shop\/amount\n +reviewed "19\.8"\n +read +"19\.9"/,
    )
  })

  it('may be that the document is refused', async () => {
    writeFileSync(file('sale.input.json'), '{"payments": 7}')
    updateGoldens(subject)
    expect(readFileSync(file('sale.golden.json'), 'utf8')).toContain('"errors"')
    expect(await messageOf(subject, NAME)).toBe('held')
  })

  it('needs its document', async () => {
    updateGoldens(subject)
    rmSync(file('sale.input.json'))
    expect(await messageOf(subject, 'a document for every reviewed result')).toContain(
      'sale.golden.json',
    )
  })
})

describe('the report of a contract', () => {
  it('has every case, every reason and every broken promise in full', {
    timeout: 60_000,
  }, async () => {
    const broken = { ...wireTicket, payments: [{ ...wireTicket.payments[0], sum: 'ten' }] }
    const report = await reportContract({
      ...tillSubject,
      resources: { 'ticket@file': { recorded: [{ name: 'T-1', wire: broken }] } },
      exemptions: [
        ...(tillSubject.exemptions ?? []),
        { case: 'paymentTransaction (ticket@file)', reason: 'the till is broken' },
      ],
    })
    expect(report.counts.broken).toBe(1)
    const shown = printContractReport(report)
    expect(shown).toMatch(/^The contract of till: \d+ held, \d+ skipped, 1 broken/)
    expect(shown).toMatch(/✗ ticket@file reads T-1 without[\s\S]*document: decimal/)
    expect(shown).toMatch(/– .*GetPut.*\(skipped: exempt: the till is broken\)\n/)
    expect(shown).toMatch(/Exemptions:\n[\s\S]*the whole case: the till is broken/)
  })
})
