import type { ChildProcess } from 'node:child_process'

/** Listens to what a process complains of; answers how to ask for the line that says most. */
export function complaintOf({ stderr }: Pick<ChildProcess, 'stderr'>): () => string {
  let complaint = ''
  stderr?.on('data', (text) => {
    complaint = `${complaint}${text}`.slice(-2_000)
  })
  return () => lastLine(complaint)
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => /error/i.test(line))
  return (lines.at(-1) ?? text).trim().slice(0, 200)
}
