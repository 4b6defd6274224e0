import type { GroupNode, JointNode, Read } from '../declare/node.js'

/** A place that a group reads, and what is said for all that is around it. */
export interface ReadAround {
  readonly read: Read
  readonly write: string | undefined
}

/** The operation that changes a place that a group reads: its own, else that of the group, else what is said around. */
export function operationOfRead(
  { write, writes }: GroupNode | JointNode,
  around: ReadAround,
): string | undefined {
  return writes ? writes[around.read.name] : (write ?? around.write)
}
