/** What modules need to declare tables and to work in a transaction. */
export { bytes, instant, minor, plainDate, span } from './columns.ts'
export { type Database, isConnectionLost, sqlState, violatedConstraint, violationDetail, withinStudio } from './door.ts'
export { lockNamed, lockOfPlatform } from './locks.ts'
export { platformTable, tenantTable } from './tables.ts'
export type { Transaction } from './transaction.ts'
