/** What simulators of systems have in common: reproducible chance, and what goes wrong with a request. */
export { type Agenda, createAgenda, takeHandful } from './agenda.js'
export { applyFault, type Fault } from './fault.js'
export { createRandom, type Random } from './random.js'
