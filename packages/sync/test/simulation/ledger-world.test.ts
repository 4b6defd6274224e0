import { simulate } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { ledgerInvariants, ledgerWorld } from './ledger-world.js'

const invariants = ledgerInvariants

describe('a ledger of ours', { timeout: 240_000 }, () => {
  it('adds up what flows record, each once, while everything goes wrong', async () => {
    const report = await simulate({ world: ledgerWorld(), invariants, seeds: [1, 300] })
    expect(report.seeds).toBe(300)
  })

  it('does so while two versions of mappings and flows run side by side', async () => {
    const world = ledgerWorld({ name: 'ledger, deploying', isDeploying: true })
    const report = await simulate({ world, invariants, seeds: [301, 500] })
    expect(report.seeds).toBe(200)
  })
})
