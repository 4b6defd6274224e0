import {
  Customer,
  Order,
  type Ref,
  type Refund,
  Refund as RefundSchema,
  refKey,
  StockMove,
  StockPosition,
  subtractDecimals,
  sumDecimals,
} from '@canonry/model'
import { type Connection, type FailureClass, secret, staticCredentials } from '@canonry/pack'
import { cancel, defineFlow, type Flow, upsert } from '@canonry/sync'
import {
  type BuiltWorld,
  conserves,
  type Expectation,
  type Invariant,
  type SimulatedDocument,
  type SimulatedSystem,
  type SimulatedSystemOptions,
  type Step,
  simulatedSystem,
  type World,
  type WorldPorts,
} from '@canonry/sync/testing'
import { momentOf, orderBody } from './retail-bodies.js'
import { erasureInvariants, type RetailErasures, retailErasures } from './retail-erasures.js'
import { expiryInvariants, SOON } from './retail-expiries.js'
import { factsIn, fileInvariants, type RetailFiles, retailFiles } from './retail-files.js'
import { type LatestWord, type RetailHistory, retailHistory } from './retail-history.js'
import { withPeople } from './retail-people.js'
import { SECRET, spokenConnection, webhookOf } from './spoken-system.js'

/** A shop and an ERP: orders, customers, refunds and sales go one way, stock comes back. */
export interface RetailWorld extends BuiltWorld {
  readonly shop: SimulatedSystem
  readonly erp: SimulatedSystem
  readonly history: RetailHistory
  readonly files: RetailFiles
  readonly erasures: RetailErasures
}

/** What a retail world may be built with, instead of what is right. */
export interface RetailOptions {
  readonly name?: string
  /** What happens; default: what chance wants. */
  readonly steps?: (history: RetailHistory, told: Telling) => readonly Step[]
  readonly flows?: (connections: RetailConnections) => readonly Flow[]
  readonly connection?: (connection: Connection, ports: WorldPorts) => Connection
  readonly system?: (system: SimulatedSystem, ports: WorldPorts) => SimulatedSystem
  readonly erp?: Partial<SimulatedSystemOptions>
  /** Why the ERP refuses whatever is called 3, if it does. */
  readonly refuses?: FailureClass
  /** Whether the shop's webhooks only say what changed, so that it is read, some of it together. */
  readonly isThin?: boolean
  /** Whether they say which version it is in now; what shares one with what was before, pulls find. */
  readonly isTelling?: boolean
  /** Whether somebody forges webhooks. */
  readonly isAttacked?: boolean
  /** Whether chance decides what the ERP offers. */
  readonly isVaried?: boolean
  /** Whether both sides are asked now and then what no webhook told. */
  readonly isPulled?: boolean
  /** Whether the shop begins with a plan, and people pause, resume and replay. */
  readonly isPeopled?: boolean
  /** Whether the shop also sends files. */
  readonly isFiled?: boolean
  /** Whether people have customers and orders erased, and an audit log is kept. */
  readonly isErasing?: boolean
  /** Whether bodies expire within seconds, and an audit log is kept. */
  readonly isExpiring?: boolean
  /** Whether some processes run another version of mappings and flows. */
  readonly isDeploying?: boolean
}

/** What steps can be made of beside what the history has. */
export interface Telling {
  readonly ports: WorldPorts
  readonly files: RetailFiles
  readonly erasures: RetailErasures
}

export interface RetailConnections {
  readonly shop: Connection
  readonly erp: Connection
}

export function retailWorld(options: RetailOptions = {}): World<RetailWorld> {
  return { name: options.name ?? 'retail', build: (ports) => build(options, ports) }
}

function build(options: RetailOptions, ports: WorldPorts): RetailWorld {
  const { system = (given) => given, connection = (given) => given, flows = retailFlows } = options
  const offers = options.isVaried === false ? {} : variedErp(ports, options)
  const pages = options.isPulled ? { pageSize: 2 } : {}
  const { isThin = false, isTelling = false } = options
  const reads = isThin ? { capabilities: { readTogether: 3 } } : {}
  const shop = system(simulatedSystem({ ...ports, ...pages, ...reads, system: 'shop' }), ports)
  const rule = options.refuses ? { refuses: refusesThree(options.refuses) } : {}
  const offered = { ...ports, ...pages, system: 'erp', ...offers, ...rule, ...options.erp }
  const erp = system(simulatedSystem(offered), ports)
  const open = (revision: number): RetailConnections => ({
    shop: connection(spokenConnection(shop, { revision, isThin, isTelling }), ports),
    erp: connection(spokenConnection(erp, { revision }), ports),
  })
  const history = retailHistory(ports, { shop, erp })
  const files = retailFiles(ports, history)
  const erasures = retailErasures(ports, history)
  const connections = open(1)
  const next = open(2)
  // across revisions of a mapping nobody can tell which of two documents of one version is newer
  const countsAlways = options.isDeploying === true
  // what older documents told alone, and the newest one does not, no pull and no read can find
  const keepsCustomers = [options.isPulled, options.isErasing, isThin].includes(true)
  const isPersonal = options.isErasing === true
  const drawn = () => {
    const own = history.drawn({ countsAlways, keepsCustomers, isPersonal })
    const sent = options.isFiled ? files.drawn(own) : own
    return options.isErasing ? erasures.drawn(sent) : sent
  }
  const said = (options.steps ?? drawn)(history, { ports, files, erasures })
  const secrets = { webhookSecrets: [secret(SECRET)] }
  return {
    shop,
    erp,
    history,
    files,
    erasures,
    audit: options.isErasing === true || options.isExpiring === true,
    ...(options.isExpiring && { retention: SOON }),
    connections: Object.values(connections),
    credentials: staticCredentials({ shop: secrets, erp: secrets }),
    flows: flows(connections),
    systems: [erp, shop],
    steps: [
      ...(options.isPeopled ? withPeople(said, ports) : said),
      ...(options.isAttacked ? [forged(ports)] : []),
    ],
    expected: () => expectations({ shop, erp, history, erasures }),
    ...(options.isPulled && { reconcile: { shop: OFTEN, erp: OFTEN } }),
    ...(options.isPeopled && { bootstrap: ['shop'] }),
    ...(options.isDeploying && {
      next: { connections: Object.values(next), flows: flows(next) },
    }),
  }
}

// longer than it may take until the first process works
const OFTEN = { every: '6s', overlap: '5m' }

function refusesThree(kind: FailureClass): SimulatedSystemOptions['refuses'] & object {
  return ({ source }) => (source.id === '3' ? { kind, message: 'not this one' } : undefined)
}

function forged(ports: WorldPorts): Step {
  const body = orderBody('forged', 1)
  const text = JSON.stringify({ id: 'forged', version: momentOf(1), body })
  const said = { secret: 'guessed' }
  return {
    name: 'somebody forges an order',
    act: () =>
      ports.deliver({
        connection: 'shop',
        name: 'a forged order',
        request: () => webhookOf(text, { entity: 'order', said }),
      }),
  }
}

function variedErp(
  { random }: WorldPorts,
  { isPeopled = false }: RetailOptions,
): Partial<SimulatedSystemOptions> {
  const [keys, bulk, slow] = [random(), random(), random()]
  return {
    capabilities: {
      idempotencyKeys: keys < 0.3,
      compareAndSet: isPeopled && random() < 0.5,
      bulk: bulk < 0.5 ? 1 : 4,
      readAfterWriteMs: slow < 0.5 ? 200 : 3_000,
    },
    limits: { concurrency: bulk < 0.3 ? 1 : 4, perSecond: slow < 0.3 ? 5 : 100 },
  }
}

export function retailFlows({ shop, erp }: RetailConnections): readonly Flow[] {
  const onlyFromShop = [shop]
  return [
    defineFlow({
      name: 'orders',
      on: Order,
      class: 'critical',
      from: onlyFromShop,
      decide: (_, order) => [
        order.cancelledAt
          ? cancel(erp, order)
          : upsert(erp, order, { after: order.customer ? [order.customer] : [] }),
      ],
    }),
    defineFlow({
      name: 'customers',
      on: Customer,
      class: 'high',
      from: onlyFromShop,
      decide: (_, customer) => [upsert(erp, customer)],
    }),
    defineFlow({
      name: 'refunds',
      on: RefundSchema,
      class: 'normal',
      from: onlyFromShop,
      decide: (_, refund) => [upsert(erp, refund, { after: [refund.order] })],
    }),
    defineFlow({
      name: 'sales',
      on: StockMove,
      class: 'bulk',
      from: onlyFromShop,
      decide: (_, move) => [upsert(erp, move)],
    }),
    defineFlow({
      name: 'stock',
      on: StockPosition,
      class: 'high',
      from: [erp],
      decide: (_, position) => [upsert(shop, position)],
    }),
  ]
}

type Sides = Pick<RetailWorld, 'shop' | 'erp' | 'history' | 'erasures'>

function expectations({ shop, erp, history, erasures }: Sides): readonly Expectation[] {
  const judged = [...history.said.values()].filter((word) => !erasures.isExcused(word))
  return judged.map((word) => ({
    system: word.entity === 'stockPosition' ? shop : erp,
    source: word.source,
    state: word.isGone ? 'gone' : 'present',
    differs: (body) => differenceOf(word, body as Told),
  }))
}

interface Told {
  readonly updatedAt?: string
  readonly at?: string
  readonly note?: string
}

function differenceOf({ version, note }: LatestWord, told: Told): string | undefined {
  const found = told.updatedAt ?? told.at
  if (found !== undefined && version !== undefined && found !== version) {
    return `it says the state of ${found}, where ${version} is the newest`
  }
  return note === undefined || told.note === note ? undefined : `its note is not "${note}"`
}

/** What must hold in a retail world beside what holds everywhere. */
export const retailInvariants: readonly Invariant<RetailWorld>[] = [
  conserves<RetailWorld>({
    what: 'money',
    given: ({ history, erasures }) => ({ EUR: history.money(erasures.isExcused) }),
    booked: (world) => ({ EUR: bookedMoney(world) }),
  }),
  conserves<RetailWorld>({
    what: 'stock',
    given: ({ history }) => history.stock(),
    booked: ({ erp, shop }) => ({ sold: soldIn(erp), ...shownIn(shop) }),
  }),
  {
    name: 'what something refers to is booked first',
    when: 'always',
    check: ({ world }) => {
      const last = world.erp.ledger.at(-1)
      const { order, customer } = (last?.body ?? {}) as { order?: Ref; customer?: Ref }
      const missing = [order, customer].find((ref) => ref && !world.erp.documents.has(refKey(ref)))
      if (!last || last.kind === 'cancel' || !missing) return []
      return [{ message: `${last.key} was booked before ${refKey(missing)}`, source: last.source }]
    },
  },
  {
    name: 'nothing is booked that nobody said',
    when: 'always',
    check: ({ world }) =>
      world.systems.flatMap(({ system, ledger }) => {
        const last = ledger.at(-1)
        const word = last && world.history.said.get(refKey(last.source))
        const home = word?.entity === 'stockPosition' ? 'shop' : 'erp'
        if (!last || (word && home === system)) return []
        return [{ message: `${system} has booked ${last.key}`, source: last.source }]
      }),
  },
  {
    name: 'no delivery is journaled twice',
    when: 'finally',
    check: async ({ deliveries, sync, world }) => {
      const { 'facts.received': heard = 0, ...counters } = await sync.counters()
      const { 'reads.done': reads = 0, 'reconcile.documents': pulled = 0 } = counters
      const news = pulled - (counters['reconcile.unchanged'] ?? 0)
      const filed = factsIn(world.files.sent)
      if (heard <= deliveries.length + reads + news + filed) return []
      const told = `${deliveries.length} deliveries, ${reads} reads, ${news} pulled documents and ${filed} of files`
      return [{ message: `${heard} facts of ${told}` }]
    },
  },
  ...fileInvariants,
  ...erasureInvariants,
  ...expiryInvariants,
]

function bookedMoney({ erp, history, erasures }: RetailWorld): string {
  const isJudged = ({ source, cancelled }: SimulatedDocument) => {
    const word = history.said.get(refKey(source))
    return !cancelled && !(word && erasures.isExcused(word))
  }
  const all = [...erp.documents.values()].filter(isJudged)
  const orders = all.filter(({ entity }) => entity === 'order').map(({ body }) => body as Order)
  const refunds = all.filter(({ entity }) => entity === 'refund').map(({ body }) => body as Refund)
  const paid = sumDecimals(orders.map(({ asserted }) => asserted.outstanding?.amount ?? '0'))
  return subtractDecimals(paid, sumDecimals(refunds.map(({ amount }) => amount.shop.amount)))
}

// what is applied twice counts twice, as pieces do
function soldIn({ ledger }: SimulatedSystem): string {
  const moves = ledger.filter(({ entity }) => entity === 'stockMove')
  return sumDecimals(moves.map(({ body }) => (body as StockMove).quantity.value))
}

function shownIn({ documents }: SimulatedSystem): Record<string, string> {
  const positions = [...documents.values()].filter(({ entity }) => entity === 'stockPosition')
  return Object.fromEntries(
    positions.map(({ source, body }) => [refKey(source), (body as StockPosition).onHand]),
  )
}
