import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { decode } from '@canonry/mapping'
import { customerMapping, orderMapping } from '@canonry/pack-shopify'

const WARM = 3000
// what is read must go somewhere, or the engine may leave the work out
let kept: unknown
const keep = (value: unknown): void => {
  kept = value
}
const CONTEXT = { account: 'acme' }

/** Bytes that a pack's mappings hold once they are compiled and have run. */
export function measurePackMemory(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // rules and the schemas of entities are made when a mapping is first used, and are not what is measured
  keep([orderMapping.nodes, customerMapping.nodes])
  const { heapUsed } = settled(collect)
  for (let turn = 0; turn < WARM; turn += 1) {
    keep(decode(orderMapping, { id: turn }, CONTEXT))
    keep(decode(customerMapping, { id: turn }, CONTEXT))
  }
  if (kept === undefined) throw new Error('nothing was read')
  kept = undefined
  return settled(collect).heapUsed - heapUsed
}

function settled(collect: () => void): NodeJS.MemoryUsage {
  for (let turn = 0; turn < 4; turn += 1) collect()
  return process.memoryUsage()
}

/** The reading as a page of text. */
export function printPackMemory(bytes: number): string {
  const megabytes = bytes / 2 ** 20
  return [
    '# memory',
    '',
    `The mappings of pack-shopify, compiled and warm, hold ${megabytes.toFixed(2)} MB.`,
    '',
    `Target: less than 2 MB: ${megabytes < 2 ? 'reached' : 'MISSED'}`,
  ].join('\n')
}
