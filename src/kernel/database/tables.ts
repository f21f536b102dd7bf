import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  getTableConfig,
  type PgColumnBuilderBase,
  type PgTable,
  type PgTableExtraConfigValue,
  pgTable,
  primaryKey,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** What the application's role may do with a table; migrations turn it into grants (P17: append-only means no grant). */
export type Grant = 'select' | 'insert' | 'update' | 'delete'

/** How a table is secured. `security.ts` makes the statements from it after every migration. */
export interface TableSecurity {
  table: PgTable
  kind: 'tenant' | 'platform'
  grants: readonly Grant[]
  /** A column by which a person also reads own rows across studios (own profiles at sign-in), by `app.account_id`. */
  ownRowsBy?: string
  /** Why a platform table is not a tenant's: reviewed by the catalogue test. */
  reason?: string
  /** Written by the set-based functions of the poster's role as well. */
  posted?: true
  /** A policy's condition in place of the tenant's, for platform tables that are secured by row all the same. */
  condition?: string
}

const declared = new Map<string, TableSecurity>()

/** Every table that the loaded modules have declared, by name. */
export function declaredTables(): ReadonlyMap<string, TableSecurity> {
  return declared
}

const ALL: readonly Grant[] = ['select', 'insert', 'update', 'delete']
const APPEND: readonly Grant[] = ['select', 'insert']

const tenantColumns = () => ({
  studioId: uuid().notNull(),
  id: uuid().notNull().default(sql`uuidv7()`),
  createdAt: instant().notNull().default(sql`now()`),
  updatedAt: instant()
    .notNull()
    .default(sql`now()`)
    .$onUpdate(() => Temporal.Now.instant()),
})

type TenantColumns = ReturnType<typeof tenantColumns>
type Columns = Record<string, PgColumnBuilderBase>
type Self<Name extends string, C extends Columns> = Parameters<
  NonNullable<Parameters<typeof pgTable<Name, C>>[2]>
>[0] & { studioId: AnyPgColumn; id: AnyPgColumn }

interface TenantOptions {
  /** Rows are written once: the application's role gets neither `update` nor `delete`. */
  appendOnly?: true
  /** Exactly these grants instead of all four. */
  grants?: readonly Grant[]
  /** SQL name of a column by which a person also reads own rows across studios. */
  ownRowsBy?: string
  /** The ledger's posting function writes it too. */
  posted?: true
}

/**
 * A table of a studio's: `studio_id`, the key `(studio_id, id)`, timestamps, row-level security enabled and forced with
 * the tenant policy (P7). Its foreign keys, unique and exclusion constraints carry `studio_id`; the catalogue test fails
 * one that does not.
 */
export function tenantTable<Name extends string, C extends Columns>(
  name: Name,
  columns: C,
  extras?: (table: Self<Name, TenantColumns & C>) => PgTableExtraConfigValue[],
  options: TenantOptions = {},
) {
  const table = pgTable(name, { ...tenantColumns(), ...columns }, (self) => [
    primaryKey({ columns: [self.studioId as AnyPgColumn, self.id as AnyPgColumn] as [AnyPgColumn, AnyPgColumn] }),
    ...(extras?.(self as unknown as Self<Name, TenantColumns & C>) ?? []),
  ])
  const grants = options.grants ?? (options.appendOnly ? APPEND : ALL)
  const { ownRowsBy, posted } = options
  declared.set(name, {
    table,
    kind: 'tenant',
    grants,
    ...(ownRowsBy ? { ownRowsBy } : {}),
    ...(posted ? { posted } : {}),
  })
  return table
}

interface PlatformOptions {
  /** Why the table is no studio's; the catalogue test prints it. */
  reason: string
  /** What the application's role may do. Nothing: only functions with their owner's rights touch it. */
  grants: readonly Grant[]
  /** The ledger's posting function writes it; the application's role may only read. */
  posted?: true
  /** A policy's condition, when rows are secured by something else than their studio. */
  condition?: string
}

/** A table that crosses studios (accounts, the ledger, blobs), with the reason why it is allowed to. */
export function platformTable<Name extends string, C extends Columns>(
  name: Name,
  columns: C,
  extras: ((table: Self<Name, C>) => PgTableExtraConfigValue[]) | undefined,
  options: PlatformOptions,
) {
  const table = pgTable(name, columns, (self) => extras?.(self as unknown as Self<Name, C>) ?? [])
  declared.set(name, { table, kind: 'platform', ...options })
  return table
}

/** The SQL name of a declared table. */
export function tableName(table: PgTable): string {
  return getTableConfig(table).name
}
