import type { TransportFailure } from '@canonry/sync'
import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  type StreamConfig,
} from '@nats-io/jetstream'
import { err, ok, type Result } from 'neverthrow'
import { failureOf, misconfigured } from './failures.js'
import type { Settings } from './options.js'

/** What is known of a stream that was checked. */
export interface CheckedStream {
  readonly partitions: number
  /** Whether what is done is gone. */
  readonly isUntilDone: boolean
}

const PARTITIONS = 16

/** Nanoseconds, in which the server counts. */
export function nanosOf(ms: number): number {
  return ms * 1_000_000
}

/** Makes the stream where there is none, and checks that one that is there can do what is needed. */
export async function ensureStream(
  manager: JetStreamManager,
  settings: Settings,
): Promise<Result<CheckedStream, TransportFailure>> {
  const { stream, partitions = PARTITIONS } = settings
  try {
    const found = await configOf(manager, stream)
    if (found) return check(found, settings)
    await manager.streams.add(wantedStream(settings, partitions))
    const made = await configOf(manager, stream)
    return made ? check(made, settings) : err(misconfigured(`the stream ${stream} was deleted`))
  } catch (problem) {
    return err(failureOf(problem, `the stream ${stream}`))
  }
}

/** What the server has of this name, if it has it. */
export async function ifThere<T>(question: Promise<T>): Promise<T | undefined> {
  try {
    return await question
  } catch (problem) {
    const isMissing =
      problem instanceof JetStreamApiError &&
      [JetStreamApiCodes.StreamNotFound, JetStreamApiCodes.ConsumerNotFound].some(
        (code) => code === problem.code,
      )
    if (isMissing) return undefined
    throw problem
  }
}

/** Whether the server has a stream of this name; `false` also where it cannot say. */
export async function isStreamThere(manager: JetStreamManager, stream: string): Promise<boolean> {
  return (await configOf(manager, stream).catch(() => undefined)) !== undefined
}

async function configOf(
  manager: JetStreamManager,
  stream: string,
): Promise<StreamConfig | undefined> {
  return (await ifThere(manager.streams.info(stream)))?.config
}

function wantedStream({ stream, subject, keep, dedupeMs }: Settings, partitions: number) {
  const isUntilDone = keep === 'until-done'
  return {
    name: stream,
    subjects: Array.from({ length: partitions }, (_, partition) => `${subject}.${partition}`),
    retention: isUntilDone ? RetentionPolicy.Workqueue : RetentionPolicy.Limits,
    max_age: isUntilDone ? 0 : nanosOf(keep.forMs),
    // a stream that is full says so, and drops nothing
    discard: DiscardPolicy.New,
    duplicate_window: nanosOf(dedupeMs),
  }
}

function check(
  found: StreamConfig,
  { stream, subject, partitions, dedupeMs, maxBytes }: Settings,
): Result<CheckedStream, TransportFailure> {
  const wrong = (message: string) => err(misconfigured(`the stream ${stream} ${message}`))
  // one that copies others has none
  const { subjects = [] } = found as Partial<StreamConfig>
  const count = subjects.length
  const strange = subjects.find(
    (name) => !name.startsWith(`${subject}.`) || !(Number(name.slice(subject.length + 1)) < count),
  )
  if (strange !== undefined) {
    return wrong(
      `takes ${strange}: its subjects must be ${subject}.0, ${subject}.1, … and no other`,
    )
  }
  if (count === 0) return wrong('is a copy of others and has no subjects: name the one it copies')
  const loss = lossOf(found)
  if (loss !== undefined) return wrong(loss)
  if (partitions !== undefined && partitions !== count) {
    return wrong(
      `has ${count} partitions, not ${partitions}: leave the option out, or make another`,
    )
  }
  if (found.duplicate_window < nanosOf(dedupeMs)) {
    return wrong(
      `knows ids for ${found.duplicate_window / 1e6} ms, not for ${dedupeMs}: set dedupeMs`,
    )
  }
  if (found.max_msg_size > 0 && found.max_msg_size < maxBytes) {
    return wrong(`takes ${found.max_msg_size} bytes, not ${maxBytes}: set maxBytes`)
  }
  return ok({
    partitions: count,
    isUntilDone: found.retention === RetentionPolicy.Workqueue,
  })
}

/** How a stream loses messages that nobody has done, and says so to nobody; what to do is in it. */
function lossOf(found: StreamConfig): string | undefined {
  if (found.no_ack) return 'acknowledges nothing that is published: set no_ack to false'
  if (found.retention === RetentionPolicy.Interest) {
    return 'keeps nothing that nobody waits for yet: it needs the retention workqueue or limits'
  }
  const isLimited = found.max_msgs > 0 || found.max_bytes > 0 || found.max_msgs_per_subject > 0
  if (found.discard !== DiscardPolicy.New && isLimited) {
    return 'drops the oldest messages when it is full: let it discard new ones'
  }
  if (found.max_msgs_per_subject > 0 && !found.discard_new_per_subject) {
    return 'drops the oldest messages of a subject that is full: set discard_new_per_subject'
  }
  if (found.retention === RetentionPolicy.Workqueue && found.max_age > 0) {
    return `drops what nobody has done after ${found.max_age / 1e6} ms: set max_age to 0`
  }
  return undefined
}
