import { spawn } from 'node:child_process'

/** Runs a program to its end; rejects when it fails. */
export async function runCommand(command: string, args: readonly string[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    // no pipe: a server keeps what it was started with
    const child = spawn(command, args, { cwd: '/', stdio: 'ignore' })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}`))
    })
  })
}
