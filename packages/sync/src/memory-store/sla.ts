import { type EffectRow, END_STATES } from '../effects/effect.js'
import { type SlaEvent, slaAt, slaStep } from '../effects/sla.js'
import { SLA_AT_ONCE } from '../store/store-limits.js'
import { addCounts, writeTimeline } from './notes.js'
import type { Tables } from './tables.js'

/** Looks at the SLA of an effect once it is due. */
export function watchSla({ slaTimers, slaMarks }: Tables, row: EffectRow): void {
  const at = slaAt(row, slaMarks.get(row.key) ?? 'none')
  if (at !== undefined && !END_STATES.has(row.state)) slaTimers.push({ key: row.key, at })
}

/** Tells what is due of SLAs, each once. */
export function tellSla(tables: Tables, now: number): readonly SlaEvent[] {
  const { slaTimers, slaMarks, effects } = tables
  const told: SlaEvent[] = []
  let looked = 0
  for (let next = slaTimers.peek(); next && next.at <= now; next = slaTimers.peek()) {
    if (looked++ === SLA_AT_ONCE) break
    slaTimers.pop()
    const row = effects.get(next.key)?.effect
    if (!row || END_STATES.has(row.state)) continue
    const { mark, events, timeline, counts } = slaStep(row, {
      mark: slaMarks.get(row.key) ?? 'none',
      now,
    })
    slaMarks.set(row.key, mark)
    told.push(...events)
    writeTimeline(tables, timeline)
    addCounts(tables, counts)
    // a timer that came too early, or the next of two events
    watchSla(tables, row)
  }
  return told
}
