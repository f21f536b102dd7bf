import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'

/** Drizzle bound to one connection inside one transaction. `tx.$client` is the bare `pg` client, for prepared SQL. */
export type Transaction = NodePgDatabase<Record<string, never>> & { $client: pg.PoolClient }
