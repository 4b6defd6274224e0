import { type EntityName, refKey } from '@canonry/model'
import type { Completion } from '../../store/writes.js'
import type { Effect } from '../effect.js'
import { effectException } from '../effect-notes.js'
import { step } from '../effect-step.js'
import { nextState } from '../transition.js'
import type { Notice } from './policy.js'

const TAKEN: Notice = {
  reason: 'one-record-for-two',
  owner: 'integration',
  fix: 'See in the target system whose record it is. If it is to stand for both, have the connector answer `shared`; if not, mend what makes the system take one for the other. Then resume: it is sent again, and what waits for it goes on.',
}

/** An outcome that could not be recorded, since its record was made for another entity. */
export interface Taken {
  /** As it was before the outcome. */
  readonly effect: Effect
  readonly outcome: Completion
  /** Names the other entity. */
  readonly other: { readonly entity: EntityName; readonly name: string }
  readonly uuid: string
}

/**
 * What is recorded instead of an outcome that says that an effect led to the record of another entity.
 *
 * Nobody knows whether anything of it was applied, so nothing is sent again before a person has looked.
 */
export function settleTaken({ effect, outcome, other, uuid }: Taken): Completion {
  const { remoteVersion: _, ...done } = outcome.row
  const { remote } = done
  const record = remote ? `${remote.kind} ${remote.id}` : 'record'
  const message = `${effect.connection} says that this is its ${record}, which it already has for ${other.entity} ${other.name}`
  const row = { ...done, state: nextState(effect.state, 'find-conflict'), message }
  const draft = effectException({ ...effect, ...row }, TAKEN, message)
  return {
    ...step(effect, {
      row,
      entry: 'effect-exception',
      exceptions: [{ kind: 'open', id: uuid, draft }],
    }),
    ...(outcome.gate && { gate: outcome.gate }),
  }
}

/** Names an effect's entity, as its source does. */
export function otherOf({ entity, source }: Pick<Effect, 'entity' | 'source'>): Taken['other'] {
  return { entity, name: refKey(source) }
}
