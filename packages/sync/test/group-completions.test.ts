import {
  type Completed,
  type Completion,
  memoryStore,
  rowOf,
  type TenantStore,
} from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { okAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { groupCompletions } from '../src/effects/calling/group-completions.js'
import { effectOf } from '../src/testing/conformance/bench.js'

function stepOf(key: string): Completion {
  const row = { ...rowOf(effectOf(key)), state: 'confirmed' as const }
  return { row, fence: 1, timeline: [], exceptions: [], counts: {} }
}

/** A store whose fences tell in which order it was asked. */
function countingStore() {
  const asked: number[] = []
  let fence = 0
  const store: TenantStore = {
    ...memoryStore().open('acme'),
    complete: ({ items }) => {
      asked.push(items.length)
      return okAsync(items.map((): Completed => ({ kind: 'done', fence: ++fence })))
    },
  }
  return { asked, complete: groupCompletions(testEnv(), { store, epoch: 1 }) }
}

async function fencesOf(answer: ReturnType<ReturnType<typeof groupCompletions>>) {
  return (await answer)._unsafeUnwrap().map((done) => (done.kind === 'done' ? done.fence : done))
}

describe('the steps of calls that end at the same time', () => {
  it('share one transaction, and each call has its own answers', async () => {
    const { asked, complete } = countingStore()
    const calls = [[stepOf('a')], [stepOf('b'), stepOf('c')], [stepOf('d')]].map(complete)
    expect(await Promise.all(calls.map(fencesOf))).toEqual([[1], [2, 3], [4]])
    expect(asked).toEqual([4])
  })

  it('are as many as a transaction may take, and those of one call stay together', async () => {
    const { asked, complete } = countingStore()
    const calls = [300, 300, 700, 1].map((count) =>
      complete(Array.from({ length: count }, (_, index) => stepOf(`${count}-${index}`))),
    )
    await Promise.all(calls)
    expect(asked).toEqual([300, 300, 700, 1])
  })
})
