import { type EffectRow, END_STATES } from '../effects/effect.js'
import { type SlaEvent, slaAt, slaStep } from '../effects/sla.js'
import { SLA_AT_ONCE } from '../store/store-limits.js'
import { addCounts, writeTimeline } from './notes.js'
import type { Tables } from './tables.js'

/** Looks at the SLA of an effect once it is due. */
export function watchSla({ slaTimers, slaMarks, fence }: Tables, row: EffectRow): void {
  const at = slaAt(row, slaMarks.get(row.key) ?? 'none')
  if (at !== undefined && !END_STATES.has(row.state)) slaTimers.push({ key: row.key, at, fence })
}

/** Tells what is due of SLAs, each once. */
export function tellSla(tables: Tables, now: number): readonly SlaEvent[] {
  const { slaTimers, slaMarks, effects } = tables
  const told: SlaEvent[] = []
  let looked = 0
  for (let next = slaTimers.peek(); next && next.at <= now; next = slaTimers.peek()) {
    if (looked === SLA_AT_ONCE) break
    slaTimers.pop()
    const row = effects.get(next.key)?.effect
    if (!row || END_STATES.has(row.state)) continue
    const mark = slaMarks.get(row.key) ?? 'none'
    if (slaAt(row, mark) !== next.at) {
      // it is wanted at another time by now, and has its turn then
      watchSla(tables, row)
      continue
    }
    looked++
    const step = slaStep(row, { mark, now })
    slaMarks.set(row.key, step.mark)
    told.push(...step.events)
    writeTimeline(tables, step.timeline)
    addCounts(tables, step.counts)
    watchSla(tables, row)
  }
  return told
}
