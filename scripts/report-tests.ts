/**
 * Reporter of the tests for `.ci/run`: writes to `.canonry/tests.txt` how many passed and how many did not, and then
 * what is broken, one name each with the first lines of why. What goes wrong outside of any test (a promise
 * that nobody waits for, a worker that ends) breaks a run too, and is named as well.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'

const FIRST_LINES = 12
const LINE = 400
const REPORT = new URL('../.canonry/tests.txt', import.meta.url)

type Errors = readonly SerializedError[]

export default class ReportTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: Errors): void {
    const cases = modules.flatMap((module) => [...module.children.allTests()])
    const passed = cases.filter((test) => test.result().state === 'passed').length
    const broken = [
      ...cases.filter((test) => !test.ok()).map(brokenTest),
      ...modules.flatMap((module) =>
        module.errors().map((error) => told(module.moduleId, [error])),
      ),
      ...unhandled.map((error) => told('outside of any test', [error])),
    ]
    mkdirSync(new URL('.', REPORT), { recursive: true })
    writeFileSync(REPORT, [`${passed} ${broken.length}\n`, ...broken].join(''))
  }
}

function brokenTest(test: TestCase): string {
  return told(`${test.module.moduleId}: ${test.fullName}`, test.result().errors ?? [])
}

function told(what: string, errors: Errors): string {
  const lines = errors.flatMap(({ stack, message }) => (stack ?? message).split('\n'))
  const why = lines.slice(0, FIRST_LINES).map((line) => `  ${line.slice(0, LINE)}\n`)
  return `FAILED test: ${what}\n${why.join('')}`
}
