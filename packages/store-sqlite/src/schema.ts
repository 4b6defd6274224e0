/** One step of the schema: applied once, in one transaction, in order. */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
}

// Bodies that may hold personal data lie apart from the rows that prove them, with the subject they
// are about and the key that encrypts them, so that they can be erased alone. They are large, and
// therefore ordinary rowid tables: https://www.sqlite.org/withoutrowid.html
// A fact's body that was erased is NULL; body_id is NULL where there never was one, and 0 for one that
// has expired.
const JOURNAL = `
CREATE TABLE tenant (
  tenant TEXT NOT NULL PRIMARY KEY, epoch INTEGER NOT NULL DEFAULT 0, fence INTEGER NOT NULL DEFAULT 0,
  worker TEXT, pid INTEGER, run TEXT, host TEXT, beat_at INTEGER, swept BLOB NOT NULL DEFAULT x'',
  swept_fact INTEGER NOT NULL DEFAULT 0, swept_effect INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE shard (
  tenant TEXT NOT NULL, shard INTEGER NOT NULL, last_seq INTEGER NOT NULL, cursor INTEGER NOT NULL,
  PRIMARY KEY (tenant, shard)
) STRICT, WITHOUT ROWID;
CREATE TABLE fact (
  tenant TEXT NOT NULL, shard INTEGER NOT NULL, seq INTEGER NOT NULL, connection TEXT NOT NULL,
  origin TEXT NOT NULL, topic TEXT NOT NULL, resource TEXT, api_version TEXT NOT NULL,
  routing_key TEXT, event_id TEXT, order_hint TEXT, hash TEXT NOT NULL, size INTEGER NOT NULL,
  received_at INTEGER NOT NULL, headers TEXT NOT NULL, withheld TEXT, conflicting INTEGER NOT NULL,
  body_id INTEGER, PRIMARY KEY (tenant, shard, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE fact_body (
  id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, shard INTEGER NOT NULL, seq INTEGER NOT NULL,
  key_id TEXT, body BLOB
) STRICT;
CREATE TABLE fact_subject (
  tenant TEXT NOT NULL, subject TEXT NOT NULL, shard INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (tenant, subject, shard, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_subject_place ON fact_subject (tenant, shard, seq);
CREATE TABLE dedupe (
  tenant TEXT NOT NULL, key BLOB NOT NULL, hash TEXT, at INTEGER NOT NULL,
  PRIMARY KEY (tenant, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE pending_read (
  tenant TEXT NOT NULL, id TEXT NOT NULL, run_at INTEGER NOT NULL, read TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_read_due ON pending_read (tenant, run_at);`

const ENTITIES = `
CREATE TABLE entity (
  tenant TEXT NOT NULL, id TEXT NOT NULL, entity TEXT NOT NULL, revision INTEGER NOT NULL,
  version INTEGER NOT NULL, origin TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE entity_body (
  tenant TEXT NOT NULL, id TEXT NOT NULL, subject TEXT, schema INTEGER, key_id TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT;
CREATE TABLE source (
  tenant TEXT NOT NULL, connection TEXT NOT NULL, key TEXT NOT NULL, resource TEXT NOT NULL,
  entity TEXT NOT NULL, id TEXT NOT NULL, version TEXT, mapping INTEGER NOT NULL,
  body_hash TEXT NOT NULL, shard INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (tenant, connection, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_entity ON source (tenant, id);
CREATE TABLE source_body (
  tenant TEXT NOT NULL, connection TEXT NOT NULL, key TEXT NOT NULL,
  subject TEXT, schema INTEGER, key_id TEXT, body TEXT NOT NULL, residue TEXT NOT NULL,
  PRIMARY KEY (tenant, connection, key)
) STRICT;
CREATE TABLE link (
  tenant TEXT NOT NULL, name TEXT NOT NULL, entity TEXT NOT NULL, id TEXT NOT NULL,
  system TEXT NOT NULL, account TEXT NOT NULL, ref TEXT NOT NULL, evidence TEXT NOT NULL,
  PRIMARY KEY (tenant, name, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_entity ON link (tenant, id);
CREATE TABLE finding (
  tenant TEXT NOT NULL, key TEXT NOT NULL, id TEXT, lane TEXT, finding TEXT NOT NULL,
  PRIMARY KEY (tenant, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_entity ON finding (tenant, id);`

// What an effect promises is written once, and where it stands in a small row beside it, so that a
// step rewrites few bytes. standing: 1 due for a lease, 2 due at run_at, 3 with a worker, 4 for a
// person to act on, 5 open in any other way; NULL in an end state. An effect that is open has its
// place in its lane. sla: 0 nothing told, 1 warned, 2 breached; sla_at is when a person is told next.
const EFFECTS = `
CREATE TABLE queue (
  id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, connection TEXT NOT NULL, class TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX queue_name ON queue (tenant, connection, class);
CREATE TABLE effect (
  seq INTEGER PRIMARY KEY, tenant TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL,
  family TEXT NOT NULL, promise TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX effect_key ON effect (tenant, key);
CREATE INDEX effect_family ON effect (tenant, id, family, seq);
CREATE TABLE effect_state (
  seq INTEGER PRIMARY KEY, queue INTEGER NOT NULL, state TEXT NOT NULL, standing INTEGER,
  fence INTEGER NOT NULL, epoch INTEGER NOT NULL, run_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
  planned_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, sla INTEGER NOT NULL, sla_at INTEGER,
  waits_for TEXT, progress TEXT NOT NULL
) STRICT;
CREATE INDEX effect_turn ON effect_state (queue, standing, due_at, seq, planned_at)
  WHERE standing IS NOT NULL;
CREATE INDEX effect_timed ON effect_state (queue, run_at) WHERE standing = 2;
CREATE INDEX effect_sla ON effect_state (queue, sla_at) WHERE sla_at IS NOT NULL;
CREATE INDEX effect_stuck ON effect_state (queue, state)
  WHERE state IN ('waiting', 'proposed', 'exception', 'conflict', 'dead');
CREATE INDEX effect_proposed ON effect_state (queue, seq) WHERE state = 'proposed';
CREATE INDEX effect_waiting ON effect_state (waits_for) WHERE waits_for IS NOT NULL;
CREATE TABLE lane (
  tenant TEXT NOT NULL, id TEXT NOT NULL, connection TEXT NOT NULL, entity TEXT NOT NULL,
  seq INTEGER NOT NULL, PRIMARY KEY (tenant, id, connection, entity, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE effect_body (
  seq INTEGER PRIMARY KEY, tenant TEXT NOT NULL, subject TEXT, schema INTEGER, key_id TEXT,
  body TEXT NOT NULL
) STRICT;
CREATE TABLE gate (
  tenant TEXT NOT NULL, connection TEXT NOT NULL, gate TEXT NOT NULL, PRIMARY KEY (tenant, connection)
) STRICT, WITHOUT ROWID;`

// what one step tells of one entity lies in one row
const NOTES = `
CREATE TABLE timeline (seq INTEGER PRIMARY KEY, tenant TEXT NOT NULL, id TEXT NOT NULL, entries TEXT NOT NULL) STRICT;
CREATE INDEX timeline_entity ON timeline (tenant, id, seq);
CREATE TABLE exception (
  seq INTEGER PRIMARY KEY, tenant TEXT NOT NULL, id TEXT NOT NULL, fingerprint TEXT NOT NULL,
  state TEXT NOT NULL, exception TEXT NOT NULL
) STRICT;
CREATE INDEX exception_state ON exception (tenant, state, seq);
CREATE UNIQUE INDEX exception_open ON exception (tenant, fingerprint) WHERE state = 'open';
CREATE TABLE counter (
  tenant TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (tenant, name)
) STRICT, WITHOUT ROWID;`

// what a list of exceptions is narrowed by, read out of the row
const PEOPLE = `
ALTER TABLE exception ADD COLUMN connection TEXT AS (exception ->> 'connection') VIRTUAL;
ALTER TABLE exception ADD COLUMN reason TEXT AS (exception ->> 'reason') VIRTUAL;
ALTER TABLE exception ADD COLUMN owner TEXT AS (exception ->> 'owner') VIRTUAL;
ALTER TABLE exception ADD COLUMN entity TEXT AS (exception ->> 'entity') VIRTUAL;
ALTER TABLE exception ADD COLUMN fact TEXT
  AS ((exception ->> '$.subject.shard') || '/' || (exception ->> '$.subject.seq')) VIRTUAL;
CREATE UNIQUE INDEX exception_id ON exception (tenant, id);
CREATE INDEX exception_fact ON exception (tenant, fact) WHERE state = 'open' AND fact IS NOT NULL;
CREATE INDEX exception_cause ON exception (tenant, state, connection, reason, seq);
CREATE TABLE act (
  seq INTEGER PRIMARY KEY, tenant TEXT NOT NULL, id TEXT NOT NULL, act TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX act_id ON act (tenant, id);
CREATE INDEX act_tenant ON act (tenant, seq);`

// what was seen is forgotten when its pull is done
const PULLS = `
CREATE TABLE connection (
  tenant TEXT NOT NULL, connection TEXT NOT NULL, version INTEGER NOT NULL, row TEXT NOT NULL,
  PRIMARY KEY (tenant, connection)
) STRICT, WITHOUT ROWID;
CREATE TABLE pull_seen (
  tenant TEXT NOT NULL, connection TEXT NOT NULL, key TEXT NOT NULL,
  PRIMARY KEY (tenant, connection, key)
) STRICT, WITHOUT ROWID;
ALTER TABLE source ADD COLUMN deleted_at INTEGER;
ALTER TABLE entity ADD COLUMN deleted_at INTEGER;`

// what what a source said, and what others were told, belongs to: all that is erased with a customer
const SUBJECTS = `
CREATE INDEX source_subject ON source_body (tenant, subject) WHERE subject IS NOT NULL;
CREATE INDEX effect_subject ON effect_body (tenant, subject) WHERE subject IS NOT NULL;`

// What one transaction adds is one row; nodes are those over whole groups, which never change.
const AUDIT = `
ALTER TABLE tenant ADD COLUMN audit INTEGER NOT NULL DEFAULT 0;
CREATE TABLE audit_tree (
  tenant TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, open TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_batch (
  tenant TEXT NOT NULL, first INTEGER NOT NULL, entries TEXT NOT NULL, PRIMARY KEY (tenant, first)
) STRICT;
CREATE TABLE audit_node (
  tenant TEXT NOT NULL, level INTEGER NOT NULL, n INTEGER NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (tenant, level, n)
) STRICT, WITHOUT ROWID;`

const CAUSES = `
ALTER TABLE exception ADD COLUMN cause TEXT AS (exception ->> 'cause') VIRTUAL;
CREATE INDEX exception_alike ON exception (tenant, cause, seq) WHERE state = 'open';`

/** The schema, step by step; a released step never changes. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'journal', sql: JOURNAL },
  { version: 2, name: 'entities', sql: ENTITIES },
  { version: 3, name: 'effects', sql: EFFECTS },
  { version: 4, name: 'notes', sql: NOTES },
  { version: 5, name: 'people', sql: PEOPLE },
  { version: 6, name: 'pulls and deletions', sql: PULLS },
  { version: 7, name: 'subjects', sql: SUBJECTS },
  { version: 8, name: 'audit', sql: AUDIT },
  { version: 9, name: 'causes', sql: CAUSES },
]
