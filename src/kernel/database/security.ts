import { declaredTables, type TableSecurity } from './tables.ts'

/** The role that the process works as: owns nothing, cannot bypass row-level security. */
export const APP_ROLE = 'atelier_app'
/** The role that the console reads as: sees every studio's rows and can change none. */
export const OPERATOR_ROLE = 'atelier_operator'
/** Owns the few functions that must see across studios: sign-in, dispatch of events. Nobody signs in as it. */
export const DEFINER_ROLE = 'atelier_definer'

/** Owns the functions that write set-based across studios: the ledger's posting. Nobody signs in as it. */
export const POSTER_ROLE = 'atelier_poster'

const SETTING = (name: string) => `nullif(current_setting('app.${name}', true), '')::uuid`
const TENANT = `studio_id = ${SETTING('studio_id')}`

/** Roles of the cluster, made once. Passwords are set apart, from the installation's secret. */
export const rolesSql = [APP_ROLE, OPERATOR_ROLE, DEFINER_ROLE, POSTER_ROLE]
  .map(
    (role) => `
  do $$ begin
    if not exists (select from pg_roles where rolname = '${role}') then
      create role ${role} nosuperuser nocreatedb nocreaterole nobypassrls ${role === DEFINER_ROLE || role === POSTER_ROLE ? 'nologin' : 'login'};
    end if;
  exception when duplicate_object or unique_violation then null; end $$;`,
  )
  .concat(`grant ${DEFINER_ROLE}, ${POSTER_ROLE} to current_user;`)
  .join('\n')

/**
 * Policies and grants of every declared table, as statements that can be run again and again. They come from the
 * tables' declarations and not from migrations, so that what is declared is what holds (P7, P17).
 */
export function securitySql(): string {
  const tables = [...declaredTables().entries()].sort(([a], [b]) => a.localeCompare(b))
  return [
    `grant usage on schema public to ${APP_ROLE}, ${OPERATOR_ROLE}, ${DEFINER_ROLE}, ${POSTER_ROLE};`,
    ...tables.map(([name, security]) => tableSql(name, security)),
  ].join('\n')
}

function tableSql(name: string, security: TableSecurity): string {
  const grants = security.grants.length > 0 ? `grant ${security.grants.join(', ')} on "${name}" to ${APP_ROLE};` : ''
  const base = `
    revoke all on "${name}" from public, ${APP_ROLE}, ${OPERATOR_ROLE};
    ${grants}
    grant select on "${name}" to ${OPERATOR_ROLE};
    ${security.posted ? `grant select, insert, update on "${name}" to ${POSTER_ROLE};` : ''}`
  const condition = security.kind === 'tenant' ? TENANT : security.condition
  if (!condition) return base
  return `${base}
    alter table "${name}" enable row level security;
    alter table "${name}" force row level security;
    ${policy(name, 'tenant', `for all to ${APP_ROLE} using (${condition}) with check (${condition})`)}
    ${policy(name, 'operator', `for select to ${OPERATOR_ROLE} using (true)`)}
    ${policy(name, 'definer', `for select to ${DEFINER_ROLE} using (true)`)}
    ${security.posted ? policy(name, 'poster', `for all to ${POSTER_ROLE} using (true) with check (true)`) : ''}
    ${security.ownRowsBy ? policy(name, 'own_rows', `for select to ${APP_ROLE} using (${security.ownRowsBy} = ${SETTING('account_id')})`) : ''}`
}

function policy(table: string, name: string, rule: string): string {
  return `drop policy if exists "${name}" on "${table}"; create policy "${name}" on "${table}" ${rule};`
}
