import { ndjson } from '@canonry/pack'
import type { FileReport, Sync } from '@canonry/sync'
import type { BuiltWorld, Invariant, Step, WorldPorts } from '@canonry/sync/testing'
import type { FileWord, RetailHistory } from './retail-history.js'
import { personalDetails } from './retail-history.js'

/** A file of the shop, and what its sender heard of it. */
export interface SentFile {
  /** Names what brings its words. */
  readonly name: string
  /** Files that begin alike are one that has grown. */
  readonly root: string
  readonly records: number
  /** What each sending that came to its end was told, oldest first. */
  readonly reports: readonly { readonly askedAt: number; readonly report: FileReport }[]
  /** When the first sending had come to its end, epoch milliseconds. */
  readonly takenAt?: number
}

/** A file that is to be sent. */
export interface FileDeed {
  readonly name: string
  readonly root: string
  readonly words: readonly FileWord[]
  /** Whether its first records are so large that they are journaled before the others. */
  readonly isLarge?: boolean
  /** After how many records the stream breaks that is sent first; default: it does not. */
  readonly breaksAfter?: number
}

/** The files of a shop. */
export interface RetailFiles {
  readonly sent: readonly SentFile[]
  /** The file is written and sent, again and again until it is taken. */
  file(deed: FileDeed): Step
  /** A file that was written before is sent again. */
  again(deed: FileDeed): Step
  /** Steps with those that chance wants of files, each at its place among the others. */
  drawn(steps: readonly Step[]): readonly Step[]
}

interface Written extends SentFile {
  readonly deed: FileDeed
  readonly lines: readonly string[]
  readonly reports: { readonly askedAt: number; readonly report: FileReport }[]
  takenAt?: number
}

// three such records are more than are journaled at once
const FILLING = 'x'.repeat(360_000)
const LARGE = 3

export function retailFiles(ports: WorldPorts, history: RetailHistory): RetailFiles {
  const sent: Written[] = []
  const send = (written: Written, isFirst: boolean) => {
    let isWhole = !isFirst || written.deed.breaksAfter === undefined
    const name = `${isFirst ? 'sends' : 'sends again'} ${written.name}`
    const ask = async (sync: Sync) => {
      const broken = isWhole ? undefined : written.deed.breaksAfter
      isWhole = true
      const askedAt = ports.now()
      const report = await sync.ingestFile('shop', fileOf(written, broken))
      written.reports.push({ askedAt, report })
      written.takenAt ??= ports.now()
      return true
    }
    ports.ask({ name, ask })
  }
  const files: RetailFiles = {
    sent,
    file: (deed) => ({
      name: `the shop writes ${deed.name}`,
      act: () => {
        const written = write(history, { deed, sent })
        sent.push(written)
        send(written, true)
      },
    }),
    again: ({ name }) => ({
      name: `the shop sends ${name} again`,
      act: () => {
        const written = sent.find((each) => each.name === name)
        if (written) send(written, false)
      },
    }),
    drawn: (steps) => withFiles(steps, { ports, history, files }),
  }
  return files
}

function write(
  history: RetailHistory,
  { deed, sent }: { deed: FileDeed; sent: readonly Written[] },
): Written {
  const { name, root, words, isLarge = false } = deed
  const before = sent.findLast((each) => each.root === root)?.lines ?? []
  const lines = words.slice(before.length).map((word, index) => {
    const filling = isLarge && before.length === 0 && index < LARGE ? { filling: FILLING } : {}
    return JSON.stringify({ ...history.tell(word, name), ...filling })
  })
  const all = [...before, ...lines]
  return { name, root, deed, lines: all, records: all.length, reports: [] }
}

function fileOf({ deed, name, lines }: Written, broken: number | undefined) {
  const [first] = deed.words
  const resource = first?.kind === 'sale' ? 'stockMove@spoken' : 'order@spoken'
  return { name, resource, format: ndjson, key: '/id', stream: bytesOf(lines, broken) }
}

// pieces end in the middle of a record
async function* bytesOf(
  lines: readonly string[],
  broken = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  let rest = ''
  for (const [index, line] of lines.entries()) {
    if (index >= broken) throw new Error('connection reset')
    const text = `${rest}${line}\n`
    const cut = Math.max(0, text.length - 5)
    yield Buffer.from(text.slice(0, cut))
    rest = text.slice(cut)
  }
  yield Buffer.from(rest)
}

function withFiles(
  steps: readonly Step[],
  { ports, history, files }: { ports: WorldPorts; history: RetailHistory; files: RetailFiles },
): readonly Step[] {
  const { random } = ports
  const words = random() < 0.5 ? salesWords(random) : ordersWords(random)
  const first: FileDeed = {
    name: 'file',
    root: 'file',
    words: words.slice(0, -1),
    isLarge: random() < 0.4,
    ...(random() < 0.3 && { breaksAfter: Math.floor(random() * words.length) }),
  }
  const deeds = [files.file(first)]
  if (random() < 0.5) deeds.push(files.again(first))
  if (words[0]?.kind === 'order' && random() < 0.5) {
    deeds.push(history.order('filed', 8, personalDetails('filed', 'filed 8')))
  }
  if (random() < 0.5) deeds.push(files.file({ name: 'grown file', root: 'file', words }))
  if (random() < 0.3) deeds.push(files.again(first))
  return deeds.reduce<{ steps: readonly Step[]; after: number }>(
    ({ steps, after }, deed) => {
      const place = after + Math.floor(random() * (steps.length + 1 - after))
      return { steps: steps.toSpliced(place, 0, deed), after: place + 1 }
    },
    { steps, after: 0 },
  ).steps
}

function salesWords(random: () => number): readonly FileWord[] {
  const count = 2 + Math.floor(random() * 4)
  return Array.from({ length: count }, (_, index) => ({
    kind: 'sale',
    id: `filed sale ${index}`,
    quantity: 1 + index,
  }))
}

// the last one is what a file has that has grown, and newer than all else
function ordersWords(random: () => number): readonly FileWord[] {
  const count = 2 + Math.floor(random() * 3)
  return Array.from({ length: count }, (_, index) => ({
    kind: 'order',
    id: index === 1 ? 'filed too' : 'filed',
    version: index === count - 1 ? 9 : 1 + index,
    more: personalDetails('filed', `filed ${index}`),
  }))
}

/** How many facts all files come to: each record of files that begin alike once, and a manifest each. */
export function factsIn(sent: readonly SentFile[]): number {
  const roots = [...new Set(sent.map(({ root }) => root))]
  const records = roots.map((root) =>
    Math.max(...sent.filter((each) => each.root === root).map(({ records }) => records)),
  )
  return records.reduce((sum, count) => sum + count, sent.length)
}

/** What must hold of files. */
export const fileInvariants: readonly Invariant<{ readonly files: RetailFiles } & World>[] = [
  {
    name: 'a file is told as it is',
    when: 'finally',
    check: ({ world }) =>
      world.files.sent.flatMap(({ name, records, reports }) =>
        reports
          .filter(({ report }) => !isTrue(report, records))
          .map(({ report }) => ({ message: `${name}: ${JSON.stringify(report)} of ${records}` })),
      ),
  },
  {
    name: 'a file that comes again adds nothing',
    when: 'finally',
    check: ({ world }) =>
      world.files.sent.flatMap(({ name, reports, takenAt = Number.POSITIVE_INFINITY }) =>
        reports
          .filter(({ askedAt, report }) => askedAt > takenAt && !isNoNews(report))
          .map(({ report }) => ({ message: `${name} again: ${JSON.stringify(report)}` })),
      ),
  },
  {
    name: 'each file has one manifest',
    when: 'finally',
    check: async ({ world, sync }) => {
      const { 'files.taken': taken = 0 } = await sync.counters()
      const count = world.files.sent.length
      return taken === count ? [] : [{ message: `${taken} manifests of ${count} files` }]
    },
  },
]

type World = BuiltWorld

function isTrue({ records, accepted, duplicates, faults }: FileReport, lines: number): boolean {
  return records === lines && faults === 0 && accepted + duplicates === records
}

function isNoNews({ accepted, isKnown }: FileReport): boolean {
  return accepted === 0 && isKnown
}
