import type { Ref } from '@canonry/model'
import type { Sync } from '../../sync-api.js'

/** What happened to a thing, one line for each entry of its timeline. */
export async function timelineOf(sync: Sync, source: Ref): Promise<readonly string[]> {
  const entries = await sync.timeline(source)
  return entries.map(({ at, kind, ...rest }) => `${at} ${kind} ${detail({ ...rest })}`.trim())
}

function detail(entry: Readonly<Record<string, unknown>>): string {
  return ['connection', 'effect', 'version', 'attempt', 'message', 'why', 'code']
    .flatMap((name) => (entry[name] === undefined ? [] : [`${name}=${String(entry[name])}`]))
    .join(' ')
}
