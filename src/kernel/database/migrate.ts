import { createHash, createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import type { Module } from '../module.ts'
import { StartError } from '../start-error.ts'
import { LOCKS } from './locks.ts'
import { APP_ROLE, OPERATOR_ROLE, rolesSql, securitySql } from './security.ts'

const NOT_ALLOWED = '42501'

/**
 * Brings the database to what the code expects: roles, extensions, each module's migrations in the order of the floors,
 * the queue's own schema, then policies and grants from the tables' declarations. Can be run again at any time.
 * `url` is the owner's; `secret` is the installation's, from which the roles' passwords are derived.
 */
export async function migrate(url: string, modules: readonly Module[], secret: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'atelier migrate' })
  // A connection that ends between two statements: the next one says so.
  client.on('error', () => undefined)
  await client.connect()
  try {
    // Any number of processes may start at once: one migrates, the rest wait for it.
    await client.query('select pg_advisory_lock($1)', [LOCKS.migration])
    await makeRoles(client, secret)
    await client.query(`
      create extension if not exists btree_gist; create extension if not exists pg_trgm;
      create schema if not exists migrations;
      create table if not exists migrations.applied (
        module text not null, name text not null, hash text not null, applied_at timestamptz not null default now(),
        primary key (module, name))`)
    for (const module of modules) await migrateModule(client, module)
    // What goes wrong is thrown; it need not be told twice.
    await runMigrations({ connectionString: url, logger: new Logger(() => () => undefined) })
    await client.query(queueSql)
    await client.query(securitySql())
  } finally {
    await client.end()
  }
}

/** The connection string of one of the runtime roles in the same database as `ownerUrl`. */
export function roleUrl(ownerUrl: string, role: typeof APP_ROLE | typeof OPERATOR_ROLE, secret: string): string {
  const url = new URL(ownerUrl)
  url.username = role
  url.password = rolePassword(role, secret)
  return url.toString()
}

function rolePassword(role: string, secret: string): string {
  return createHmac('sha256', secret).update(`role:${role}`).digest('base64url')
}

async function makeRoles(client: pg.Client, secret: string): Promise<void> {
  await client.query(rolesSql).catch((error: unknown) => {
    if (!(error instanceof pg.DatabaseError) || error.code !== NOT_ALLOWED) throw error
    throw new StartError(
      `This PostgreSQL does not let the role of DATABASE_URL make the program's roles: ${error.message}. ` +
        'It needs CREATEROLE, and a cluster on which no other owner has installed Atelier.',
    )
  })
  for (const role of [APP_ROLE, OPERATOR_ROLE]) {
    await client.query(`alter role ${role} password ${client.escapeLiteral(rolePassword(role, secret))}`)
  }
}

async function migrateModule(client: pg.Client, module: Module): Promise<void> {
  if (!module.migrations) return
  const folder = fileURLToPath(module.migrations)
  const applied = await client.query<{ name: string; hash: string }>(
    'select name, hash from migrations.applied where module = $1',
    [module.name],
  )
  const known = new Map(applied.rows.map((row) => [row.name, row.hash]))
  for (const name of journal(folder)) {
    const text = readFileSync(join(folder, `${name}.sql`), 'utf8')
    const hash = createHash('sha256').update(text).digest('hex')
    const before = known.get(name)
    if (before === hash) continue
    if (before !== undefined) {
      throw new StartError(
        `The database was laid out by another version of the migration ${module.name}/${name}. ` +
          'Start with an empty DATA_DIR, or with the program that made this one.',
      )
    }
    await client.query('begin')
    try {
      await client.query(text)
      await client.query('insert into migrations.applied (module, name, hash) values ($1, $2, $3)', [
        module.name,
        name,
        hash,
      ])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => undefined)
      throw new Error(`migration ${module.name}/${name} failed`, { cause: error })
    }
  }
}

function journal(folder: string): string[] {
  const file = join(folder, 'meta/_journal.json')
  if (!existsSync(file)) return []
  const parsed: { entries: { idx: number; tag: string }[] } = JSON.parse(readFileSync(file, 'utf8'))
  return parsed.entries.sort((a, b) => a.idx - b.idx).map((entry) => entry.tag)
}

/** graphile-worker keeps row-level security on its tables; the application's role works the queue. */
const queueSql = `
  grant usage on schema graphile_worker to ${APP_ROLE}, ${OPERATOR_ROLE};
  grant select, insert, update, delete on all tables in schema graphile_worker to ${APP_ROLE};
  grant select on all tables in schema graphile_worker to ${OPERATOR_ROLE};
  grant usage, select on all sequences in schema graphile_worker to ${APP_ROLE};
  grant execute on all functions in schema graphile_worker to ${APP_ROLE};
  do $$ declare t record; begin
    for t in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = 'graphile_worker' and c.relkind = 'r' and c.relrowsecurity loop
      execute format('drop policy if exists queue on graphile_worker.%I', t.relname);
      execute format('create policy queue on graphile_worker.%I to ${APP_ROLE}, ${OPERATOR_ROLE} using (true) with check (true)', t.relname);
    end loop;
  end $$;`
