#!/usr/bin/env node
import { runCommand } from './run-command.js'

const { output, exitCode } = await runCommand(process.argv.slice(2))
const stream = exitCode === 2 ? process.stderr : process.stdout
stream.write(`${output}\n`)
process.exitCode = exitCode
