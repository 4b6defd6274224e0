import type { QueryName } from '@canonry/sync'
import type { Answering, Call } from './asked.js'
import { startableThread } from './file-thread.js'

// what a worker asks on its way; all other questions are those of people
const ON_THE_WAY: ReadonlySet<QueryName> = new Set<QueryName>([
  'situation',
  'links',
  'lane',
  'reads',
  'gates',
  'connections',
  'absent',
])

/**
 * Answers on threads of the file: one writes, and reads what a worker needs; another one reads what
 * people ask, so that no list of theirs waits for the writer or holds it up. Each thread starts
 * when it is first needed.
 */
export function answerOnThreads(path: string): Answering {
  const writer = startableThread({ path, readOnly: false })
  const reader = startableThread({ path, readOnly: true })
  return {
    ask: (asked) => (isOfPeople(asked.call) ? reader : writer).ask(asked),
    close: () => reader.close().andThen(() => writer.close()),
  }
}

function isOfPeople({ method, request }: Call): boolean {
  return method === 'query' && !ON_THE_WAY.has(request.kind)
}
