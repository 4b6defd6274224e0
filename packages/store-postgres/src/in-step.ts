/** A connection gave a statement the answer of another. */
export class OutOfStep extends Error {
  // protocol violation: https://www.postgresql.org/docs/15/errcodes-appendix.html
  readonly code = '08P01'
  override readonly message = 'the connection answers out of step'
}

/**
 * Throws where the first statement of some work was answered as another: a pooler may give one answer
 * too many when it hands on a connection, and every statement from then on would get the answer of
 * the one before. Drivers that do not tell which command was answered are taken at their word.
 */
export function checkStep(answer: unknown, command: 'BEGIN' | 'SET'): void {
  const first: unknown = Array.isArray(answer) ? answer[0] : answer
  const { command: answered } = (first ?? {}) as { readonly command?: unknown }
  if (answered !== undefined && answered !== command) throw new OutOfStep()
}
