/** Fails when a script runs on another toolchain than the one this repository pins. */
import { execFileSync } from 'node:child_process'

const compiler = execFileSync('tsc', ['-v'], { encoding: 'utf8' }).trim()
const found = { node: process.versions.node.split('.')[0], compiler }
const wanted = { node: '24', compiler: 'Version 7.0.2' }

if (JSON.stringify(found) !== JSON.stringify(wanted)) {
  console.error(`wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`)
  process.exitCode = 1
}
