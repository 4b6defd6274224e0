import { Location } from '@canonry/model'
import { type Connection, secret, staticCredentials } from '@canonry/pack'
import { defineFlow, upsert } from '@canonry/sync'
import { type BuiltWorld, simulate, type World } from '@canonry/sync/testing'
import { expect, it } from 'vitest'
import { branch } from './branch.js'
import { directory } from './pack.js'

// #region world
interface Directories extends BuiltWorld {
  /** What the directory has, by id. */
  readonly branches: ReadonlyMap<string, { readonly title?: unknown }>
  /** The names that arrived, in any order; steps are left out when a failure is shrunk. */
  readonly given: ReadonlySet<string>
}

/** Head office renames a branch three times; the directory must say the last name. */
const world: World<Directories> = {
  name: 'branches',
  build: (ports) => {
    const branches = new Map<string, { readonly title?: unknown }>()
    const given = new Set<string>()
    const office = directory.connect({
      id: 'office',
      account: 'head',
      url: 'https://office.example',
    })
    const places = directory.connect({
      id: 'places',
      account: 'acme',
      url: 'https://places.example',
    })
    return {
      branches,
      given,
      connections: [office, places],
      flows: [tellBranches(office, places)],
      credentials: staticCredentials({ office: TOKEN, places: TOKEN }),
      fetch: async (request) => {
        const id = decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? '')
        if (request.method === 'PUT') branches.set(id, Object(await request.json()))
        const found = branches.get(id)
        return found ? Response.json(found) : new Response(null, { status: 404 })
      },
      systems: [], // the directory keeps books of its own, which the invariant looks at
      steps: NAMES.map((title, minute) => ({
        name: `it is called ${title}`,
        act: () => {
          const changed = `2026-11-24T10:0${minute}:00+01:00`
          const body = JSON.stringify({ ...branch, title, changed })
          const ask: Asked = async (sync) => {
            await sync.ingest('office', [{ resource: 'branch@api', key: branch.id, body }])
            given.add(title)
            return true
          }
          ports.ask({ name: title, ask })
        },
      })),
    }
  },
}
// #endregion world

type Asked = Parameters<Parameters<World['build']>[0]['ask']>[0]['ask']
const NAMES = ['Ulm', 'Ulm Mitte', 'Ulm, Hirschstraße']
const TOKEN = { values: { token: secret('t') } }

function tellBranches(from: Connection, to: Connection) {
  return defineFlow({
    name: 'branches-to-directory',
    on: Location,
    class: 'normal',
    from: [from],
    decide: (_, location) => [upsert(to, 'location', location)],
  })
}

it('says the last name in the end, whatever answers were lost on the way', async () => {
  // #region simulate
  const report = await simulate({
    world,
    seeds: [1, 60],
    invariants: [
      {
        name: 'the directory says the last name',
        when: 'finally',
        check: ({ world: { branches, given } }) => {
          const { title } = branches.get(branch.id) ?? {}
          return title === NAMES.findLast((name) => given.has(name))
            ? []
            : [{ message: `it says ${title}` }]
        },
      },
    ],
  })
  // #endregion simulate
  expect(report.seeds).toBe(60)
  expect(report.faults['fetch.places.example']).toHaveProperty('lost-answer')
}, 60_000)
