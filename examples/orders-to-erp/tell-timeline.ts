import type { TimelineEntry } from '@canonry/sync'

/** An entity's life as lines that a person reads; a step that repeats is told once, with its count. */
export function tellTimeline(entries: readonly TimelineEntry[]): string[] {
  const lines: { readonly text: string; times: number; readonly head: string }[] = []
  for (const entry of entries) {
    const text = tell(entry)
    const again = lines.slice(-2).find((line) => line.text === text)
    if (again) again.times += 1
    else
      lines.push({
        text,
        times: 1,
        head: `  ${entry.at.slice(11, 19)}  ${entry.connection.padEnd(8)}`,
      })
  }
  return lines.map(
    ({ head, text, times }) => `${head}  ${text}${times > 1 ? `  (${times} times)` : ''}`,
  )
}

function tell(entry: TimelineEntry): string {
  switch (entry.kind) {
    case 'fact-received':
    case 'fact-skipped':
      return [
        entry.kind === 'fact-received' ? 'heard' : 'heard and skipped',
        entry.topic,
        entry.version ?? '',
        entry.why ?? '',
        entry.eventId ? `(event ${entry.eventId})` : '',
      ]
        .filter(Boolean)
        .join(' ')
    case 'entity-created':
      return `${entry.entity} known (revision ${entry.revision})`
    case 'entity-changed':
      return `${entry.entity} changed (revision ${entry.revision}): ${entry.paths.slice(0, 4).join(', ')}`
    case 'entity-deleted':
      return `${entry.entity} gone (revision ${entry.revision})`
    case 'entity-restored':
      return `${entry.entity} there again (revision ${entry.revision})`
    case 'entity-erased':
      return `${entry.entity} erased by ${entry.actor}: ${entry.why}`
    case 'finding':
      return `finding ${entry.code}: ${entry.message}`
    case 'replayed':
      return `read again for ${entry.actor}: ${entry.why}`
    case 'read-requested':
      return `read asked for: ${entry.why}`
    default:
      return tellEffect(entry)
  }
}

type EffectEntry = Extract<TimelineEntry, { readonly effect: string }>

function tellEffect({ kind, attempt, message, remote }: EffectEntry): string {
  const words = kind.replace('effect-', 'effect ').replaceAll('-', ' ')
  return [
    words,
    attempt > 0 ? `(attempt ${attempt})` : '',
    remote ? `→ ${remote.kind} ${remote.id}` : '',
    message ?? '',
  ]
    .filter(Boolean)
    .join(' ')
}
