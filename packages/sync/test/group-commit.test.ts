import { type Append, memoryStore, type StoreFailure, type TenantStore } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { errAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { createJournal } from '../src/journal/group-commit.js'
import { factOf } from '../src/testing/conformance/bench.js'

type Refuse = (request: Append) => StoreFailure | undefined

/** A journal on a store that remembers what it was asked, and may refuse. */
function journalWith(refuse: Refuse = () => undefined) {
  const store = memoryStore().open('acme')
  const asked: number[] = []
  const watched: TenantStore = {
    ...store,
    append: (request) => {
      asked.push(request.facts.length)
      const failure = refuse(request)
      return failure ? errAsync(failure) : store.append(request)
    },
  }
  const journal = createJournal(testEnv(), watched)
  const append = (hash: string) =>
    journal.append({ facts: [factOf({ hash })], counts: { seen: 1 } })
  return { append, asked, store }
}

const isPoison = ({ facts }: Append) => facts.some(({ hash }) => hash === 'poison')

describe('the way into the journal', () => {
  it('gives callers who come together one transaction, and each its own answer', async () => {
    const { append, asked, store } = journalWith()
    const answers = await Promise.all(['a', 'b', 'a'].map(append))
    expect(asked).toEqual([3])
    const kinds = answers.map((answer) => answer._unsafeUnwrap().map(({ kind }) => kind))
    expect(kinds).toEqual([['accepted'], ['accepted'], ['duplicate']])
    const counters = await store.query<'counters'>({ kind: 'counters' })
    expect(counters._unsafeUnwrap()).toMatchObject({ seen: 3, 'facts.received': 2 })
  })

  it('collects who comes while a transaction is under way into the next', async () => {
    const { append, asked } = journalWith()
    const later: Promise<unknown>[] = []
    await append('a').then(() => later.push(append('b'), append('c')))
    await Promise.all(later)
    expect(asked).toEqual([1, 2])
  })

  it('lets nobody fail for what another gave', async () => {
    const { append, asked } = journalWith((request) => {
      if (isPoison(request)) throw new TypeError('cannot be written')
      return undefined
    })
    const answers = await Promise.allSettled(['a', 'poison', 'b'].map(append))
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(asked).toEqual([3, 1, 1, 1])
  })

  it('takes what there is room for when there is no room for all', async () => {
    const full = { kind: 'full', message: 'the disk is full' } as const
    const { append } = journalWith((request) => (isPoison(request) ? full : undefined))
    const answers = await Promise.all(['a', 'poison', 'b'].map(append))
    expect(answers.map((answer) => answer.isOk())).toEqual([true, false, true])
  })

  it('tells every caller at once when the store cannot be had', async () => {
    const { append, asked } = journalWith(() => ({ kind: 'unavailable', message: 'busy' }))
    const answers = await Promise.all(['a', 'b'].map(append))
    expect(answers.every((answer) => answer.isErr())).toBe(true)
    expect(asked).toEqual([2])
  })

  it('takes no more than 4 MiB of bodies into one transaction', async () => {
    const { asked, store } = journalWith()
    const journal = createJournal(testEnv(), {
      ...store,
      append: (request) => {
        asked.push(request.facts.length)
        return store.append(request)
      },
    })
    const body = new Uint8Array(1.5 * 1024 * 1024)
    await Promise.all(
      ['a', 'b', 'c'].map((hash) =>
        journal.append({ facts: [factOf({ hash, body })], counts: {} }),
      ),
    )
    expect(asked).toEqual([2, 1])
  })
})
