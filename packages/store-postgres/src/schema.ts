/**
 * One step of the schema: applied once, in one transaction, in order. `@` stands for the schema.
 *
 * `worksWith` is the oldest version of the code that can still work once the step is applied: while
 * a fleet is brought up to date, its older workers go on.
 */
export interface Migration {
  readonly version: number
  readonly worksWith: number
  readonly name: string
  readonly sql: string
}

// Names compare by their bytes ("C"), whatever the locale of the database. An index begins with what
// tells rows apart, and not with the tenant: a planner without statistics takes the tenant for that,
// and would read all rows of one. Nor is it worth naming the tenant to find rows: where something else
// tells them apart, statements say `IS NOT DISTINCT FROM`, which no index answers. Three indexes say in their condition who may use them (`sla >= 0`,
// `seq > 0`): whoever goes through all of a tenant. The row that gives out
// numbers and the one that says how far facts are processed are apart: who journals waits for
// nobody who decides. Bodies that may hold personal data lie apart from the rows that prove them,
// with the subject that they belong to, so that they can be erased alone. A fact's body that was erased
// is NULL; the row of one that has expired is gone, though the fact had one (has_body).
const JOURNAL = `
CREATE TABLE @tenant (
  tenant text COLLATE "C" PRIMARY KEY, epoch bigint NOT NULL DEFAULT 0,
  swept bytea NOT NULL DEFAULT '', swept_shard int NOT NULL DEFAULT 0,
  swept_fact bigint NOT NULL DEFAULT 0, swept_effect bigint NOT NULL DEFAULT 0,
  audit boolean NOT NULL DEFAULT false
) WITH (fillfactor = 50);
CREATE TABLE @worker (
  tenant text COLLATE "C", epoch bigint, worker text COLLATE "C" NOT NULL, beat_at bigint NOT NULL,
  PRIMARY KEY (epoch, tenant)
) WITH (fillfactor = 50);
CREATE TABLE @shard (
  tenant text COLLATE "C", shard int, last_seq bigint NOT NULL, PRIMARY KEY (tenant, shard)
) WITH (fillfactor = 20);
CREATE TABLE @cursor (
  tenant text COLLATE "C", shard int, seq bigint NOT NULL, PRIMARY KEY (tenant, shard)
) WITH (fillfactor = 20);
CREATE TABLE @fact (
  tenant text COLLATE "C", shard int, seq bigint, connection text NOT NULL, origin text NOT NULL,
  topic text NOT NULL, resource text, api_version text NOT NULL, routing_key text, event_id text,
  order_hint text, hash text NOT NULL, size bigint NOT NULL, received_at bigint NOT NULL,
  headers text NOT NULL, withheld text, conflicting boolean NOT NULL, has_body boolean NOT NULL,
  PRIMARY KEY (shard, tenant, seq)
);
CREATE TABLE @fact_body (
  tenant text COLLATE "C", shard int, seq bigint, key_id text, body bytea,
  PRIMARY KEY (shard, tenant, seq)
);
CREATE TABLE @fact_subject (
  tenant text COLLATE "C", subject text COLLATE "C", shard int, seq bigint,
  PRIMARY KEY (subject, tenant, shard, seq)
);
CREATE INDEX fact_subject_place ON @fact_subject (seq, shard, tenant);
CREATE TABLE @dedupe (
  tenant text COLLATE "C", key bytea, hash text, at bigint NOT NULL, PRIMARY KEY (tenant, key)
);
CREATE TABLE @pending_read (
  tenant text COLLATE "C", id text COLLATE "C", connection text COLLATE "C" NOT NULL,
  run_at bigint NOT NULL, read text NOT NULL, PRIMARY KEY (id, tenant)
);
CREATE INDEX pending_read_due ON @pending_read (tenant, run_at);`

const ENTITIES = `
CREATE TABLE @entity (
  tenant text COLLATE "C", id text COLLATE "C", entity text NOT NULL, revision bigint NOT NULL,
  version bigint NOT NULL, origin text NOT NULL, source text NOT NULL, deleted_at bigint,
  PRIMARY KEY (id, tenant)
) WITH (fillfactor = 70);
CREATE TABLE @entity_body (
  tenant text COLLATE "C", id text COLLATE "C", subject text COLLATE "C", label text,
  body text NOT NULL, PRIMARY KEY (id, tenant)
) WITH (fillfactor = 70);
CREATE TABLE @source (
  tenant text COLLATE "C", connection text COLLATE "C", key text COLLATE "C", resource text NOT NULL,
  entity text NOT NULL, id text COLLATE "C" NOT NULL, version text, mapping bigint NOT NULL,
  body_hash text NOT NULL, shard int NOT NULL, seq bigint NOT NULL, deleted_at bigint,
  PRIMARY KEY (connection, tenant, key)
) WITH (fillfactor = 70);
CREATE INDEX source_entity ON @source (id, tenant);
CREATE TABLE @source_body (
  tenant text COLLATE "C", connection text COLLATE "C", key text COLLATE "C",
  subject text COLLATE "C", label text, body text NOT NULL, residue text NOT NULL,
  PRIMARY KEY (connection, tenant, key)
) WITH (fillfactor = 70);
CREATE INDEX source_subject ON @source_body (subject, tenant) WHERE subject IS NOT NULL;
CREATE TABLE @link (
  tenant text COLLATE "C", name text COLLATE "C", entity text COLLATE "C",
  id text COLLATE "C" NOT NULL, system text COLLATE "C" NOT NULL, account text COLLATE "C" NOT NULL,
  ref text NOT NULL, evidence text NOT NULL, seq bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (name, tenant, entity)
);
CREATE INDEX link_entity ON @link (id, tenant);
CREATE TABLE @finding (
  tenant text COLLATE "C", key text COLLATE "C", id text COLLATE "C", lane text, finding text NOT NULL,
  PRIMARY KEY (key, tenant)
);
CREATE INDEX finding_entity ON @finding (id, tenant);`

// leased: a number that rises with every lease; runnable: due for a lease; timed: due at run_at; held: with a worker; stuck: does not move by itself;
// open: not in an end state; proposed_by only while it is proposed. A step of what a worker holds
// changes no column of an index, so that its row stays on its page
// (https://www.postgresql.org/docs/15/storage-hot.html). What was decided comes last: of a new version
// of a row on the same page only that is logged which differs, from the front and from the back.
const EFFECTS = `
CREATE SEQUENCE @fence;
CREATE TABLE @effect (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL, lane text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
  family text COLLATE "C" NOT NULL, connection text COLLATE "C" NOT NULL, class text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL, fence bigint NOT NULL, epoch bigint NOT NULL,
  leased bigint NOT NULL DEFAULT 0,
  run_at bigint NOT NULL, due_at bigint NOT NULL, planned_at bigint NOT NULL,
  sla smallint NOT NULL DEFAULT 0, sla_at bigint, open boolean NOT NULL, runnable boolean NOT NULL,
  timed boolean NOT NULL, held boolean NOT NULL, stuck boolean NOT NULL, waits_for text COLLATE "C",
  proposed_by text COLLATE "C", step text NOT NULL, decided text NOT NULL
) WITH (fillfactor = 60);
CREATE UNIQUE INDEX effect_key ON @effect (key, tenant);
CREATE INDEX effect_family ON @effect (id, family, seq);
CREATE INDEX effect_lane ON @effect (lane, seq) WHERE open;
CREATE INDEX effect_runnable ON @effect (connection, class, tenant, due_at, seq) WHERE runnable;
CREATE INDEX effect_timed ON @effect (tenant, run_at) WHERE timed;
CREATE INDEX effect_held ON @effect (tenant, connection, leased) WHERE held;
CREATE INDEX effect_stuck ON @effect (tenant, lane, seq) WHERE stuck;
CREATE INDEX effect_waiting ON @effect (waits_for, tenant) WHERE waits_for IS NOT NULL;
CREATE INDEX effect_queue ON @effect (tenant, connection, class, due_at, planned_at)
  WHERE open AND sla >= 0;
CREATE INDEX effect_sla ON @effect (tenant, sla_at) WHERE sla_at IS NOT NULL;
CREATE INDEX effect_proposed ON @effect (proposed_by, tenant, seq) WHERE proposed_by IS NOT NULL;
CREATE TABLE @effect_body (
  seq bigint PRIMARY KEY, tenant text COLLATE "C" NOT NULL, subject text COLLATE "C", label text,
  body text NOT NULL
);
CREATE INDEX effect_body_tenant ON @effect_body (tenant, seq) WHERE seq > 0;
CREATE INDEX effect_subject ON @effect_body (subject, tenant) WHERE subject IS NOT NULL;
CREATE TABLE @gate (
  tenant text COLLATE "C", connection text COLLATE "C", gate text,
  PRIMARY KEY (tenant, connection)
) WITH (fillfactor = 50);`

// counters have several rows each, so that those who count at the same time do not wait in a queue
const NOTES = `
CREATE TABLE @timeline (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL, entries text NOT NULL
);
CREATE INDEX timeline_entity ON @timeline (id, tenant, seq);
CREATE TABLE @exception (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL, fingerprint text COLLATE "C" NOT NULL, state text COLLATE "C" NOT NULL,
  connection text COLLATE "C", reason text COLLATE "C", owner text COLLATE "C",
  entity text COLLATE "C", cause text COLLATE "C", fact text COLLATE "C", exception text NOT NULL
);
CREATE UNIQUE INDEX exception_id ON @exception (id, tenant);
CREATE UNIQUE INDEX exception_open ON @exception (fingerprint, tenant) WHERE state = 'open';
CREATE INDEX exception_fact ON @exception (fact, tenant) WHERE fact IS NOT NULL;
CREATE INDEX exception_state ON @exception (tenant, state, seq) WHERE seq > 0;
CREATE INDEX exception_cause ON @exception (connection, reason, tenant, state, seq);
CREATE INDEX exception_alike ON @exception (cause, tenant, seq) WHERE cause IS NOT NULL;
CREATE TABLE @counter (
  tenant text COLLATE "C", name text COLLATE "C", slot int, value bigint NOT NULL,
  PRIMARY KEY (tenant, name, slot)
) WITH (fillfactor = 20);
CREATE TABLE @act (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL, act text NOT NULL
);
CREATE UNIQUE INDEX act_id ON @act (id, tenant);
CREATE INDEX act_tenant ON @act (tenant, seq);`

// what was seen is forgotten when its pull is done
const PULLS = `
CREATE TABLE @connection (
  tenant text COLLATE "C", connection text COLLATE "C", version bigint NOT NULL, stage text,
  row text NOT NULL, PRIMARY KEY (tenant, connection)
);
CREATE TABLE @pull_seen (
  tenant text COLLATE "C", connection text COLLATE "C", key text COLLATE "C",
  PRIMARY KEY (connection, tenant, key)
);`

// What one transaction adds is one row; nodes are those over whole groups, which never change.
const AUDIT = `
CREATE TABLE @audit_tree (
  tenant text COLLATE "C" PRIMARY KEY, size bigint NOT NULL, open text NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE @audit_batch (
  tenant text COLLATE "C", first bigint, entries text NOT NULL, PRIMARY KEY (tenant, first)
);
CREATE TABLE @audit_node (
  tenant text COLLATE "C", level int, n bigint, hash text NOT NULL, PRIMARY KEY (tenant, level, n)
);`

const FIRST = [JOURNAL, ENTITIES, EFFECTS, NOTES, PULLS, AUDIT].join('\n')

// whose part of the work is that of others
const LEAVING = 'ALTER TABLE @worker ADD COLUMN leaving boolean NOT NULL DEFAULT false'

/** The schema, step by step; a released step never changes. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, worksWith: 1, name: 'first', sql: FIRST },
  { version: 2, worksWith: 1, name: 'who leaves', sql: LEAVING },
]
