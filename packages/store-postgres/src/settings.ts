// A fresh table has no statistics, and one that was just filled has old ones; every statement has an
// index that fits, so plans are pinned to it (and `OFFSET 0` pins what is looked up to what is asked).
const OFF = ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin', 'material'].map(
  (name) => `enable_${name} = off`,
)
const ALL = [
  ...OFF,
  'jit = off',
  'plan_cache_mode = force_generic_plan',
  // bytes and arrays as drivers read and write them, whatever an old database has by default
  'bytea_output = hex',
  'array_nulls = on',
  // a process that stands still in the middle would hold up all others for as long
  "idle_in_transaction_session_timeout = '10s'",
]

/** What the statements of this store need of a connection, for as long as it lives. */
export const SESSION_SETTINGS = ALL.map((setting) => `SET ${setting}`).join('; ')

/** The same for one transaction alone, where connections are shared with others. */
export const LOCAL_SETTINGS = ALL.map((setting) => `SET LOCAL ${setting}`).join('; ')
