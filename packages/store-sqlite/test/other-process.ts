import { once } from 'node:events'
import { sqlite } from '@canonry/store-sqlite'
import { factOf } from '../../sync/src/testing/conformance/bench.js'

const [task, file = '', count = '0'] = process.argv.slice(2)
const store = sqlite(file).open('acme')

if (task === 'claim') {
  const claimed = await store.maintain({ kind: 'claim', now: Date.now(), worker: 'other' })
  process.stdout.write(claimed.isOk() ? 'claimed' : 'refused')
  await once(process.stdin.resume(), 'end')
} else {
  process.stdout.write('ready')
  await once(process.stdin, 'data')
  for (let index = 0; index < Number(count); index++) {
    const facts = [factOf({ hash: `there-${index}`, shard: index % 2 })]
    const appended = await store.append({ now: Date.now(), facts, counts: {} })
    if (appended.isErr()) throw new Error(appended.error.message)
  }
}
