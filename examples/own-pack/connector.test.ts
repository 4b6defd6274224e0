import { decode } from '@canonry/mapping'
import { type Intent, secret, staticCredentials, systemEnv } from '@canonry/pack'
import { describe, expect, it } from 'vitest'
import { branch } from './branch.js'
import { branchMapping } from './branch-mapping.js'
import { directory } from './pack.js'

type Fetch = (request: Request) => Promise<Response>

/** A directory in memory; `meet` is asked first, and may answer or fail in its place. */
function open(meet: (request: Request, next: Fetch) => Promise<Response> = (r, next) => next(r)) {
  const branches = new Map<string, unknown>([['B-7', branch]])
  const answer: Fetch = async (request) => {
    const id = decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? '')
    if (request.method === 'PUT') branches.set(id, await request.json())
    const found = branches.get(id)
    return found ? Response.json(found) : new Response(null, { status: 404 })
  }
  const connector = directory
    .connect({ id: 'places', account: 'acme', url: 'https://directory.example' })
    .open({
      env: { ...systemEnv(), fetch: (request) => meet(request, answer) },
      credentials: staticCredentials({ places: { values: { token: secret('t') } } }),
    })
  return { branches, connector }
}

const { entity } = decode(branchMapping, branch, { account: 'acme' })._unsafeUnwrap()
const source = { system: 'erp', account: 'acme', kind: 'Location', id: 'B-7' }
const renamed: Intent = {
  key: 'k',
  kind: 'upsert',
  entity: 'location',
  source,
  body: { ...entity, name: 'Ulm' },
  links: {},
}
const lost = (code: string) => {
  throw Object.assign(new TypeError('fetch failed'), { cause: { code } })
}

describe('the connector of the directory', () => {
  it('writes a change, keeps what no mapping knows, and writes nothing twice', async () => {
    const { branches, connector } = open()
    expect(await connector.push([renamed])).toMatchObject([{ kind: 'confirmed' }])
    expect(branches.get('B-7')).toEqual({ ...branch, title: 'Ulm' })
    expect(await connector.push([renamed])).toMatchObject([{ kind: 'no-op' }])
  })

  it('does not know whether a write was applied whose answer was lost, and finds out', async () => {
    const { connector } = open(async (request, next) => {
      const answer = await next(request)
      return request.method === 'PUT' ? lost('ECONNRESET') : answer
    })
    expect(await connector.push([renamed])).toMatchObject([{ kind: 'unknown' }])
    expect(await connector.verify([renamed])).toMatchObject([{ kind: 'applied' }])
  })

  it('finds that a write did not arrive, although there is an older branch', async () => {
    const { connector } = open(async (request, next) =>
      request.method === 'PUT' ? lost('ECONNRESET') : next(request),
    )
    expect(await connector.push([renamed])).toMatchObject([{ kind: 'unknown' }])
    expect(await connector.verify([renamed])).toEqual([{ kind: 'not-applied' }])
  })

  it('tells what was never sent from what may have arrived', async () => {
    const { connector } = open(async () => lost('ECONNREFUSED'))
    const [outcome] = await connector.push([renamed])
    expect(outcome).toMatchObject({ failure: { kind: 'transient.definite' } })
  })

  it('waits as long as it is asked to', async () => {
    const { connector } = open(
      async () => new Response(null, { status: 429, headers: { 'retry-after': '30' } }),
    )
    const [outcome] = await connector.push([renamed])
    expect(outcome).toMatchObject({ failure: { kind: 'throttled', retryAt: expect.any(Number) } })
  })

  it('has no document of a branch that is gone, and refuses to cancel one', async () => {
    const { branches, connector } = open()
    branches.clear()
    expect((await connector.read([{ ...source, system: 'directory' }]))._unsafeUnwrap()).toEqual([])
    expect(await connector.push([{ ...renamed, kind: 'cancel' }])).toMatchObject([
      { failure: { kind: 'contract.invalid' } },
    ])
  })
})
