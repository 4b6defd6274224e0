import { readWire } from '@canonry/mapping'
import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { accepted, type RestCall, type RestClient } from './rest-client.js'

/** Records of one type that are written together. */
export interface JobWrite {
  readonly path: string
  readonly items: readonly JsonObject[]
}

/**
 * Has NetSuite write records as a job, and waits until it has worked it off, whatever came of it.
 *
 * A job that takes longer than a minute goes on in NetSuite, and what it brings about is not known.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/chapter_161251386312.html
 */
export async function runJob(
  client: RestClient,
  { path, items }: JobWrite,
): Promise<Result<void, Failure>> {
  const call: RestCall = {
    method: 'PUT',
    path,
    body: { items },
    headers: {
      prefer: 'respond-async',
      'content-type': 'application/vnd.oracle.resource+json; type=collection',
    },
    writes: true,
    isJob: true,
  }
  const answer = await client.call(call)
  const taken = answer.andThen((given) => accepted(client, { call, answer: given }))
  if (taken.isErr()) return err(taken.error)
  const id = /\/async\/v1\/job\/([\w-]+)$/.exec(taken.value.headers.get('location') ?? '')?.[1]
  if (id === undefined) return err(unknown('does not say under which number'))
  return untilCompleted(client, id)
}

// a minute in all, or as many answers: on a fast clock an answer takes long
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000, 8_000]

async function untilCompleted(client: RestClient, id: string): Promise<Result<void, Failure>> {
  for (const pause of PAUSES_MS) {
    await client.sleep(pause)
    // an answer that is lost, or none yet, says nothing of the job
    if ((await isCompleted(client, id)).unwrapOr(false)) return ok()
  }
  return err(unknown('has not worked it off after a minute'))
}

async function isCompleted(client: RestClient, id: string): Promise<Result<boolean, Failure>> {
  const call: RestCall = { method: 'GET', path: `/async/v1/job/${id}`, writes: false }
  const answer = await client.call(call)
  return answer
    .andThen((given) => accepted(client, { call, answer: given }))
    .map(({ text }) => {
      const job = readWire(text).unwrapOr(undefined)
      return isJsonObject(job) && job['completed'] === true
    })
}

function unknown(why: string): Failure {
  const message = `NetSuite took the records as a job and ${why}: they are read back`
  return { kind: 'transient.unknown', message }
}
