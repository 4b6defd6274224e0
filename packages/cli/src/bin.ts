#!/usr/bin/env node
import { runCommand } from './run-command.js'

const { output, exitCode } = await runCommand(process.argv.slice(2))
const stream = exitCode === 2 ? process.stderr : process.stdout
// who reads no further, such as `head`, has what it wants
stream.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') throw new Error(`nothing can be written: ${code}`)
})
stream.write(`${output}\n`)
process.exitCode = exitCode
