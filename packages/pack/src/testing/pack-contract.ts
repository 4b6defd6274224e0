import assert from 'node:assert/strict'
import { rows } from '@canonry/mapping'
import type { Connector } from '../connector.js'
import { readDocument } from '../document.js'
import type { FailureClass } from '../failure.js'
import type { Pack } from '../pack.js'
import { decodeResource, type Resource } from '../resource.js'
import { accepts, forgeries, type SignedSample } from './forged-signatures.js'
import { hostileValues } from './hostile-values.js'

/** What the contract is run against: a pack, and what only its author can make. */
export interface PackSubject {
  readonly pack: Pick<Pack, 'system' | 'versions' | 'resources' | 'webhooks'>
  readonly connector: Connector
  /** A signed webhook; required where the pack has webhook rules. */
  readonly signed?: SignedSample
}

/** One promise of a pack: data, so that any test runner can loop over them. */
export interface PackCase {
  readonly name: string
  /** Cases that do not apply are skipped; the name says what is missing. */
  appliesTo?(subject: PackSubject): boolean
  run(subject: PackSubject): void | Promise<void>
}

const CONTEXT = { account: 'contract' }
const CLASSES: Readonly<Record<FailureClass, true>> = {
  throttled: true,
  'transient.definite': true,
  'transient.unknown': true,
  'auth.expired': true,
  'auth.revoked': true,
  'conflict.version': true,
  'duplicate.exists': true,
  'dependency.missing': true,
  'contract.invalid': true,
  'business.rejected': true,
  'quota.exhausted': true,
  partial: true,
  'handler.bug': true,
  integrity: true,
  stale: true,
}

const eachResource = (subject: PackSubject, check: (resource: Resource) => void): void => {
  for (const resource of Object.values(subject.pack.resources)) check(resource)
}

/** What every pack promises, beside the laws of its mappings. */
export const packContract: readonly PackCase[] = [
  {
    name: 'names every resource with its dialect and covers the versions it was proven against',
    run: (subject) =>
      eachResource(subject, ({ name, versions }) => {
        assert.match(name, /^[a-zA-Z]+@[a-z0-9-]+$/)
        assert.ok(subject.pack.versions.some((version) => versions.from <= version))
      }),
  },
  {
    name: 'explains every rule of every mapping in words',
    run: (subject) =>
      eachResource(subject, ({ parts }) => {
        for (const { mapping } of parts) {
          const table = rows(mapping)
          assert.ok(table.length > 0)
          assert.ok(table.every(({ rule }) => rule !== ''))
        }
      }),
  },
  {
    name: 'answers any value with entities or errors, and never throws',
    run: (subject) =>
      eachResource(subject, (resource) => {
        for (const value of hostileValues()) {
          assert.ok(decodeResource(resource, value, CONTEXT))
        }
        for (const text of ['', '{', 'null', '[[', '{"a":1}', '"\\ud800"', '1e999']) {
          assert.ok(readDocument(resource, text, CONTEXT))
        }
        assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
      }),
  },
  {
    name: 'quotes no content in its errors',
    run: (subject) =>
      eachResource(subject, (resource) => {
        const canary = 'canary-7d1f@example.com'
        const document = { id: canary, email: [canary], customer: canary, line_items: canary }
        decodeResource(resource, document, CONTEXT).match(
          () => undefined,
          (errors) => assert.ok(!JSON.stringify(errors).includes(canary)),
        )
      }),
  },
  {
    name: 'accepts its own signature and refuses twelve forgeries',
    appliesTo: ({ signed, pack }) => signed !== undefined && pack.webhooks !== undefined,
    run: ({ signed, pack }) => {
      const sample = signed as SignedSample
      const rules = pack.webhooks as NonNullable<typeof pack.webhooks>
      assert.ok(accepts(rules, sample))
      for (const [name, forgery] of Object.entries(forgeries(sample))) {
        assert.ok(!accepts(rules, forgery), name)
      }
    },
  },
  {
    name: 'routes any text without reading it whole, and never throws',
    appliesTo: ({ pack }) => pack.webhooks !== undefined,
    run: ({ pack: { webhooks } }) => {
      for (const text of ['', '{', '{"id":', '{"id":"x"}', '{"id":{}}', '[]', '\u0000']) {
        assert.equal(webhooks?.routingKey('any/topic', text), undefined)
      }
    },
  },
  {
    name: 'gives anything that was thrown one of the failure classes, without its content',
    run: ({ connector }) => {
      for (const problem of [
        ...hostileValues(),
        new Error('boom'),
        new TypeError('fetch failed'),
      ]) {
        assert.ok(Object.hasOwn(CLASSES, connector.classify(problem).kind))
      }
    },
  },
  {
    name: 'answers no intents with no outcomes and no refs with no documents, without a call',
    run: async ({ connector }) => {
      assert.deepEqual(await connector.push([]), [])
      assert.deepEqual(await connector.verify([]), [])
      assert.deepEqual((await connector.read([]))._unsafeUnwrap(), [])
    },
  },
]
