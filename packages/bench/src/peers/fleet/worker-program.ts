import { SYSTEMS } from '../systems.js'
import { openBook } from './book.js'
import { CONDUCTS } from './conducts.js'
import { appliedOf } from './judge-book.js'
import type { WorkerRequest } from './worker.js'

// A process that takes jobs of a system, and writes down what it does, until it is told to stop.
const request: WorkerRequest = JSON.parse(process.argv[2] ?? '')
const peer = SYSTEMS.find(({ name }) => name === request.peer)
if (!peer) throw new Error(`no ${request.peer}`)

const { place, wants, life, conduct } = request
const book = openBook(request.book)
const [released, stopped] = [heard('release'), heard('stop')]

const queue = await peer.open(place, wants)
const handle = CONDUCTS[conduct]({ book, life, released })
const worker = await queue.work(handle, (key, version) => {
  book.write({ kind: 'looked', life, key, version })
  return appliedOf(book.read()).get(key)?.includes(version) ?? false
})
process.send?.('works')
await stopped
await worker.stop()
process.exit()

function heard(expected: string): Promise<void> {
  return new Promise((resolve) => {
    process.on('message', (word) => {
      if (word === expected) resolve()
    })
  })
}
