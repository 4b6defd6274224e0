import { err, ok, type Result } from 'neverthrow'

/** An event that a state does not allow: nothing changes. */
export interface IllegalEvent<S extends string = string> {
  readonly kind: 'illegal-event'
  readonly state: S
  readonly event: string
  readonly message: string
}

/** The state that an event leads to, or its refusal. */
export type Move<S extends string> = Result<S, IllegalEvent<S>>

/**
 * The states of a thing and the events that move it, as data.
 *
 * `next` is the one place where transitions are written; tables and end states are read off it.
 * `initial` are the states in which a thing may first be heard of.
 */
export interface StateMachine<S extends string, E extends string> {
  readonly name: string
  readonly states: readonly S[]
  readonly events: readonly E[]
  readonly initial: readonly S[]
  readonly next: (state: S, event: E) => Move<S>
}

/** One row of a state machine's table. */
export interface Transition<S extends string, E extends string> {
  readonly from: S
  readonly event: E
  readonly to: S
}

/** All moves that a state machine allows, in the order of its states and events. */
export function transitionsOf<S extends string, E extends string>(
  machine: StateMachine<S, E>,
): Transition<S, E>[] {
  return machine.states.flatMap((from) =>
    machine.events.flatMap((event) => {
      const move = machine.next(from, event)
      return move.isOk() ? [{ from, event, to: move.value }] : []
    }),
  )
}

/** The states that no event leaves. */
export function endStatesOf<S extends string, E extends string>(machine: StateMachine<S, E>): S[] {
  const left = new Set(transitionsOf(machine).map(({ from }) => from))
  return machine.states.filter((state) => !left.has(state))
}

/** A state machine as a Markdown table: states down, events across, the state reached in the cell. */
export function printTransitions<S extends string, E extends string>(
  machine: StateMachine<S, E>,
): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const cell = (state: S, event: E) => machine.next(state, event).unwrapOr('' as S)
  return [
    row(['state', ...machine.events]),
    row(['state', ...machine.events].map(() => '---')),
    ...machine.states.map((state) =>
      row([state, ...machine.events.map((event) => cell(state, event))]),
    ),
  ].join('\n')
}

/** The move to a state. */
export function moveTo<S extends string>(state: S): Move<S> {
  return ok(state)
}

/** The refusal of an event, in one sentence. */
export function refuseMove<S extends string>(
  thing: string,
  [state, event]: readonly [S, string],
): Move<S> {
  const message = `a ${thing} that is ${state} takes no ${event}, so nothing changes`
  return err({ kind: 'illegal-event', state, event, message })
}
