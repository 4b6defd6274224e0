import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { rows } from '@canonry/mapping'
import { readsVersion } from '../api-version.js'
import { decodeResource } from '../decode-resource.js'
import { readDocument } from '../document.js'
import type { FailureClass } from '../failure.js'
import type { Resource } from '../resource.js'
import type { OpenCase } from './contract-case.js'
import { contextOf, type PackSubject } from './contract-subject.js'
import { accepts, forgeries, type SignedSample } from './forged-signatures.js'
import { hostileValues } from './hostile-values.js'

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

const SHOWN = { depth: 1, maxStringLength: 40, breakLength: Number.POSITIVE_INFINITY } as const

/** Throws, with what leads to the line, where a resource does not answer for a value. */
function answered({ name }: Resource, value: unknown, answer: () => unknown): void {
  try {
    assert.ok(answer())
  } catch (problem) {
    const { message, stack = '' } = problem as Error
    const shown = inspect(value, SHOWN).replace(/\s+/g, ' ')
    const [at = ''] = stack.split('\n').filter((line) => /^\s+at /.test(line))
    throw new Error(`${name} throws for ${shown}: ${message}\n${at}`, { cause: problem })
  }
}

interface Promised {
  readonly name: string
  /** What must be given for it to be tried. */
  readonly needs?: (subject: PackSubject) => string | undefined
  run(subject: PackSubject): void | Promise<void>
}

const withConnector = ({ connector }: PackSubject): string | undefined =>
  connector ? undefined : 'no connector is given'

const promises: readonly Promised[] = [
  {
    name: 'names every resource with its dialect and covers the versions it was proven against',
    run: (subject) =>
      eachResource(subject, ({ name, versions: { from } }) => {
        assert.match(name, /^[a-zA-Z]+@[a-z0-9-]+$/)
        assert.ok(subject.pack.versions.some((each) => readsVersion({ versions: { from } }, each)))
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
          answered(resource, value, () => decodeResource(resource, value, contextOf(subject)))
        }
        for (const text of ['', '{', 'null', '[[', '{"a":1}', '"\\ud800"', '1e999']) {
          answered(resource, text, () => readDocument(resource, text, contextOf(subject)))
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
        answered(resource, document, () =>
          decodeResource(resource, document, contextOf(subject)).match(
            () => true,
            (errors) => !JSON.stringify(errors).includes(canary),
          ),
        )
      }),
  },
  {
    name: 'accepts its own signature and refuses twelve forgeries',
    needs: ({ signed, pack }) => {
      if (!pack.webhooks) return 'the pack has no webhooks'
      return signed ? undefined : 'no signed webhook is given'
    },
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
    needs: ({ pack }) => (pack.webhooks ? undefined : 'the pack has no webhooks'),
    run: ({ pack: { webhooks } }) => {
      for (const text of ['', '{', '{"id":', '{"id":"x"}', '{"id":{}}', '[]', '\u0000']) {
        assert.equal(webhooks?.routingKey('any/topic', text), undefined)
      }
    },
  },
  {
    name: 'gives anything that was thrown one of the failure classes, without its content',
    needs: withConnector,
    run: ({ connector }) => {
      for (const problem of [
        ...hostileValues(),
        new Error('boom'),
        new TypeError('fetch failed'),
      ]) {
        assert.ok(Object.hasOwn(CLASSES, connector?.classify(problem).kind ?? ''))
      }
    },
  },
  {
    name: 'answers no intents with no outcomes and no refs with no documents, without a call',
    needs: withConnector,
    run: async ({ connector }) => {
      if (!connector) return
      assert.deepEqual(await connector.push([]), [])
      assert.deepEqual(await connector.verify([]), [])
      assert.deepEqual((await connector.read([]))._unsafeUnwrap(), [])
    },
  },
]

/** What every pack promises of itself, beside its mappings. */
export function promiseCases(subject: PackSubject): readonly OpenCase[] {
  return promises.map(({ name, needs, run }) => {
    const skip = needs?.(subject)
    return {
      name,
      ...(skip === undefined ? {} : { skip }),
      run: async () => {
        await run(subject)
        return undefined
      },
    }
  })
}
