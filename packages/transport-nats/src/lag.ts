import { groupNames } from './ensure-consumers.js'
import type { CheckedStream } from './ensure-stream.js'
import { Failed } from './failures.js'
import type { Link } from './link.js'
import type { Settings } from './options.js'

/** How many messages a group has not done, and how old the oldest is where what is done is gone. */
export async function lagOf({
  link,
  settings,
  checked,
  now,
}: {
  readonly link: Link
  readonly settings: Settings
  readonly checked: CheckedStream
  readonly now: number
}): Promise<{ readonly depth: number; readonly oldestMs?: number }> {
  const { stream } = settings
  const { consumer } = groupNames(settings)
  const consumers = Array.from({ length: checked.partitions }, (_, partition) =>
    consumer(partition),
  )
  const subjects = [
    `$JS.API.STREAM.INFO.${stream}`,
    ...consumers.map((name) => `$JS.API.CONSUMER.INFO.${stream}.${name}`),
  ]
  const answers = await link.ask(subjects.map((subject) => ({ subject, data: '' })))
  const [about, ...each] = answers.map((answer) => {
    if (typeof answer === 'string') throw new Failed(unanswered(stream))
    return JSON.parse(answer.string())
  })
  const depth = each.reduce(
    (sum, { num_pending = 0, num_ack_pending = 0 }) => sum + num_pending + num_ack_pending,
    0,
  )
  if (!checked.isUntilDone || depth === 0) return { depth }
  return { depth, oldestMs: Math.max(0, now - Date.parse(about.state.first_ts)) }
}

function unanswered(stream: string) {
  const message = `the server does not say how much waits in ${stream}: is it there?`
  return { kind: 'unreachable', message } as const
}
