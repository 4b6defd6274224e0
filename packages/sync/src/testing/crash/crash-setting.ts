import { join } from 'node:path'
import type { FastClock } from '@canonry/pack'
import type { Acknowledged, Blow, Deed } from './deed.js'
import { type LineFile, openLineFile } from './line-file.js'

/** What one process of a crash run is told when it starts. */
export interface CrashSetting {
  readonly role: 'work' | 'send' | 'settle'
  readonly seed: number
  /** Which life of which process this is. */
  readonly life: string
  readonly tenant: string
  /** Where the ledgers lie. */
  readonly folder: string
  /** What the store is opened from. */
  readonly location: string
  readonly clock: FastClock
}

/** What all target systems did, in one file for all processes. */
export function openLedger(folder: string): LineFile<Deed> {
  return openLineFile(join(folder, 'deeds.jsonl'))
}

/** What was acknowledged to the sender of a tenant. */
export function openAcknowledged(folder: string, tenant: string): LineFile<Acknowledged> {
  return openLineFile(join(folder, `acknowledged-${tenant}.jsonl`))
}

/** What was done to processes. */
export function openBlows(folder: string): LineFile<Blow> {
  return openLineFile(join(folder, 'blows.jsonl'))
}
