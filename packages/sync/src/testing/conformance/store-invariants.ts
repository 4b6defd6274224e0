/** What every store keeps, whatever happens; cases of the conformance name which of it they hold. */
export const STORE_INVARIANTS = {
  I1: 'a delivery is accepted exactly once, however many hand it over at the same time',
  I2: 'the same event with other content is reported',
  I3: 'the order of an entity is the order in which its facts were accepted',
  I4: 'no number is left out, and no reader passes over what is committed late',
  I5: 'a lane and a cursor have one owner at a time',
  I6: 'an old fence changes nothing',
  I7: 'what is refused leaves no trace; effects, cursor and versions are written together',
  I8: 'a blocked lane delays no other',
  I9: 'trying again keeps the order of the lane',
  I10: 'nothing happens before it is due, and clocks five minutes apart do nothing twice',
  I11: 'each class has its share under load, and none starves',
  I12: 'an older content is never sent after a newer one, and no event is left out',
  I13: 'a pause or an open breaker uses no attempt',
  I14: 'what was being sent when its worker was lost is unknown, never ready',
  I15: 'upkeep forgets nothing that is not done',
  I16: 'a range that is read again changes nothing twice',
  I17: 'a hundred thousand parked and a million future effects at most double what a claim costs',
  I18: 'statements find their rows by an index, whatever the planner knows',
  I19: 'a transaction that stays open does not slow the store down',
  I20: 'a new process may bring the store up to date while an old worker works',
} as const

/** The name of an invariant. */
export type StoreInvariant = keyof typeof STORE_INVARIANTS

/** What a case cannot show, and what shows it. */
export const SHOWN_ELSEWHERE: Readonly<Partial<Record<StoreInvariant, string>>> = {
  I17: 'measured by `npm run bench -- sync`',
  I18: "each store's own test of its query plans",
  I19: 'stores on PostgreSQL alone',
}
