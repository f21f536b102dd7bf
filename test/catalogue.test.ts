import { toSnakeCase } from 'drizzle-orm/casing'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { declaredTables } from '../src/kernel/database/tables.ts'
import { admin, type TestDatabase, testDatabase } from '../src/kernel/testing/database.ts'
import '../src/app.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const rows = async (sql: string) => (await admin(database.ownerUrl, sql)).rows

const tenants = () =>
  [...declaredTables().entries()].filter(([, security]) => security.kind === 'tenant').map(([name]) => name)

test('every table is declared: a studio’s, or on the list of the platform’s with its reason', async () => {
  const there = await rows(
    "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
  )
  expect(there.map((row) => row.relname).sort()).toEqual([...declaredTables().keys()].sort())
  for (const [name, security] of declaredTables()) {
    if (security.kind === 'platform') expect(security.reason, name).toMatch(/\w{3}/)
  }
})

/** PostgreSQL cuts names behind this. */
const LONGEST_NAME = 63

test('the migrations have made what the tables declare: columns, types, defaults, indexes, constraints', async () => {
  const made = new Map<string, Set<string>>()
  const there = await rows(`
    select c.relname as t, attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then '' else '?' end
        || case when atthasdef then ' by default' else '' end as what
      from pg_attribute join pg_class c on c.oid = attrelid
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped
    union all select tablename, 'index ' || indexname from pg_indexes where schemaname = 'public'
    union all select conrelid::regclass::text, 'constraint ' || conname from pg_constraint
      where connamespace = 'public'::regnamespace`)
  for (const { t, what } of there) made.set(t, (made.get(t) ?? new Set()).add(what))
  const missing: string[] = []
  for (const [name, { table }] of declaredTables()) {
    const { columns, indexes, checks, uniqueConstraints, foreignKeys } = getTableConfig(table)
    const has = made.get(name) ?? new Set()
    const declared = columns.map(
      (column) =>
        `${toSnakeCase(column.name)} ${column.getSQLType().replace('timestamptz', 'timestamp with time zone')}` +
        `${column.notNull ? '' : '?'}${column.default === undefined && !column.generated ? '' : ' by default'}`,
    )
    const named = [
      ...indexes.map((one) => `index ${one.config.name}`),
      ...[...checks, ...uniqueConstraints].map((one) => `constraint ${one.name}`),
      ...foreignKeys.map((one) => `constraint ${toSnakeCase(one.getName()).slice(0, LONGEST_NAME)}`),
    ]
    missing.push(...[...declared, ...named].filter((one) => !has.has(one)).map((one) => `${name}: ${one} is not there`))
    const surplus = [...has].filter((one) => !/^(index|constraint) /.test(one) && !declared.includes(one))
    missing.push(...surplus.map((one) => `${name}: ${one} is not declared`))
  }
  expect(missing).toEqual([])
})

test('every studio’s table has row-level security enabled and forced, under the tenant policy', async () => {
  const open = await rows(`
    select c.relname from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r'
      and (not relrowsecurity or not relforcerowsecurity
           or not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant'
                          and pg_get_expr(p.polqual, c.oid) like '%studio_id = (NULLIF(current_setting(''app.studio_id''%'
                          and pg_get_expr(p.polwithcheck, c.oid) like '%studio_id = (NULLIF(current_setting(''app.studio_id''%'))
      and relname = any(array[${tenants().map((name) => `'${name}'`)}])`)
  expect(open).toEqual([])
})

test('every key, foreign key, unique and exclusion constraint of a studio’s table carries the studio', async () => {
  const loose = await rows(`
    select c.relname, con.conname from pg_constraint con join pg_class c on c.oid = con.conrelid
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'studio_id'
    where c.relnamespace = 'public'::regnamespace and con.contype in ('p', 'u', 'f', 'x')
      and not (con.conkey @> array[a.attnum])
      and (con.contype <> 'f' or con.confrelid in (select a2.attrelid from pg_attribute a2 where a2.attname = 'studio_id'))
      and c.relname = any(array[${tenants().map((name) => `'${name}'`)}])
    union all
    select c.relname, i.relname from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'studio_id'
    where x.indisunique and not (a.attnum = any(x.indkey)) and c.relname = any(array[${tenants().map((name) => `'${name}'`)}])`)
  expect(loose).toEqual([])
})

test('the roles that the process works as own nothing and cannot bypass row-level security', async () => {
  const strong = await rows(`
    select rolname from pg_roles where rolname like 'atelier\\_%'
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
    union all
    select r.rolname from pg_class c join pg_roles r on r.oid = c.relowner
    where r.rolname in ('atelier_app', 'atelier_operator') and c.relnamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace)`)
  expect(strong).toEqual([])
})

test('the application’s role may do with each table exactly what is declared', async () => {
  const granted = await rows(`
    select table_name, string_agg(lower(privilege_type), ',' order by privilege_type) as grants
    from information_schema.role_table_grants where grantee = 'atelier_app' and table_schema = 'public' group by 1`)
  const declared = [...declaredTables()]
    .filter(([, security]) => security.grants.length > 0)
    .map(([name, security]) => [name, [...security.grants].sort().join(',')])
  expect(Object.fromEntries(granted.map((row) => [row.table_name, row.grants]))).toEqual(Object.fromEntries(declared))
})

test('a function with its owner’s rights names its search path and is not open to everyone', async () => {
  const loose = await rows(`
    select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and (p.proconfig is null or not exists (select from unnest(p.proconfig) c where c like 'search_path=%')
           or has_function_privilege('public', p.oid, 'execute'))`)
  expect(loose).toEqual([])
})
