// Names what failed in a test report, with the first lines of why.
import { readFileSync } from 'node:fs'

const FIRST_LINES = 12
const [, , report] = process.argv
const { testResults } = JSON.parse(readFileSync(report, 'utf8'))

for (const { name, message, assertionResults } of testResults) {
  if (message && assertionResults.length === 0) tell(name, [message])
  for (const { status, fullName, failureMessages } of assertionResults) {
    if (status === 'failed') tell(`${name}: ${fullName}`, failureMessages)
  }
}

function tell(what, why) {
  const lines = why.join('\n').split('\n').slice(0, FIRST_LINES)
  process.stdout.write(
    `FAILED test: ${what}\n${lines.map((line) => `  ${line.slice(0, 400)}`).join('\n')}\n`,
  )
}
