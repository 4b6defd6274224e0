export type { CommandResult } from './check-command.js'
export type { DocumentReport, RoundTrip } from './check-document.js'
export { runCommand } from './run-command.js'
