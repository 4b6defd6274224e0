/**
 * The program of a crash run as a next version of this package would be: it knows one more step of the
 * schema, brings the database there, and works beside processes that do not know it.
 */
import { MIGRATIONS, type Migration } from '../src/schema.js'

const version = MIGRATIONS.length + 1
const sql = `
  ALTER TABLE @fact ADD COLUMN rank bigint NOT NULL DEFAULT 0;
  ALTER TABLE @effect ADD COLUMN told_by text COLLATE "C";
  ALTER TABLE @entity ADD COLUMN told_by text COLLATE "C";
  CREATE INDEX effect_told ON @effect (told_by, tenant, seq) WHERE told_by IS NOT NULL;
  CREATE TABLE @told (tenant text COLLATE "C", name text COLLATE "C", PRIMARY KEY (name, tenant));`
const known = MIGRATIONS as Migration[]
known.push({ version, worksWith: MIGRATIONS.length, name: 'who told', sql })

await import('./crash-program.js')
