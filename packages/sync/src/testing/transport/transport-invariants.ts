/** What every transport keeps as far as its capabilities go; cases name which of it they hold. */
export const TRANSPORT_INVARIANTS = {
  T1: 'what was accepted comes as it was published, and what is done does not come again',
  T2: 'of a key nothing comes before what was accepted earlier is done, whoever pulls',
  T3: 'what is not acknowledged comes again when its time is over, and not before',
  T4: 'who acknowledges what is held no more is told so',
  T5: 'what is extended is held on',
  T6: 'a broker that is started again in the middle of a batch loses nothing',
  T7: 'an id that was accepted is not accepted a second time',
  T8: 'one message that cannot be taken, or is rejected, stops no other',
  T9: 'nobody gets more than was asked for',
  T10: 'who closes leaves nothing unanswered, and what was held comes elsewhere',
  T11: 'an answer that was lost is unknown, and publishing again repairs it',
  T12: 'what is put off comes when it is due, and not before',
} as const

/** The name of an invariant of transports. */
export type TransportInvariant = keyof typeof TRANSPORT_INVARIANTS
