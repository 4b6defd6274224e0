import type { EntityName } from '@canonry/model'

/**
 * Who owns which top-level fields of which entity: `{ order: { note: 'erp' } }`.
 *
 * The owner is a connection's id. What is not named belongs to the connection that the entity first
 * came from.
 */
export type OwnershipRules = {
  readonly [N in EntityName]?: Readonly<Record<string, string>>
}
