/** What other screens use of the ledger: how its movements are said. */
export { kindName, roleName } from './kind-name.ts'
